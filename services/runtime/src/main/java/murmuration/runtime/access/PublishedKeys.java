package murmuration.runtime.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key set at an https address, as a Kubernetes API server publishes it under {@code /openid/v1/jwks}.
 *
 * @param token file with the token that the address asks for
 * @param ca file with the certificates that the address is checked against; absent: those that Java trusts
 */
record PublishedKeys(URI address, Optional<Path> token, Optional<Path> ca) implements SigningKeys.Source {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String read() throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
        if (ca.isPresent()) {
            builder.sslContext(trusting(ca.get()));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        if (token.isPresent()) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(token.get()).strip());
        }
        try (HttpClient http = builder.build()) {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SSLContext trusting(Path certificates) throws IOException {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificates: " + certificates, e);
        }
    }
}

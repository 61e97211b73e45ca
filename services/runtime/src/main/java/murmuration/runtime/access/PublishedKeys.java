package murmuration.runtime.access;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A key set at an https address, as a Kubernetes API server publishes it under {@code /openid/v1/jwks}.
 *
 * @param token file with the token that the address asks for
 * @param ca file with the certificates that the address is checked against; absent: those that Java trusts
 */
record PublishedKeys(URI address, Optional<Path> token, Optional<Path> ca) implements SigningKeys.Source {
    @Override
    public String read() throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Https.PATIENCE);
        if (token.isPresent()) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(token.get()).strip());
        }
        return new Https(ca).body(request.build());
    }
}

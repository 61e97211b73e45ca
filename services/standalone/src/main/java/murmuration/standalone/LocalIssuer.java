package murmuration.standalone;

import java.nio.file.Path;
import java.time.Duration;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Signs tokens for the processes of this machine, of the form that Kubernetes gives service accounts. Its key never leaves
 * this process; each start has a new one.
 */
final class LocalIssuer {
    static final String NAME = "https://murmuration.localhost";
    private static final String SUBJECTS = "system:serviceaccount:murmuration:";

    private final DataFolder folder;
    private final EllipticCurveJsonWebKey key;

    private LocalIssuer(DataFolder folder, EllipticCurveJsonWebKey key) {
        this.folder = folder;
        this.key = key;
    }

    /** An issuer with a new key, whose public half stands in the folder. */
    static LocalIssuer start(DataFolder folder) {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(Long.toString(System.currentTimeMillis(), 36));
            LocalIssuer issuer = new LocalIssuer(folder, key);
            folder.write(issuer.keys(), new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
            return issuer;
        } catch (JoseException e) {
            throw unsigned(e);
        }
    }

    /** File with its public keys. */
    Path keys() {
        return folder.path().resolve("apart").resolve("issuer.json");
    }

    /** File with a token for a process, which only the owner may read. */
    Path token(String process, Duration valid) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience("murmuration");
        claims.setSubject(SUBJECTS + process);
        claims.setIssuedAtToNow();
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + valid.toSeconds()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        Path file = folder.path().resolve("apart").resolve(process + ".token");
        try {
            folder.write(file, signature.getCompactSerialization());
        } catch (JoseException e) {
            throw unsigned(e);
        }
        return file;
    }

    private static MurmurationException unsigned(JoseException e) {
        return new MurmurationException(ErrorCode.INTERNAL, "no token can be signed", e);
    }
}

package murmuration.runtime.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** How processes show each other who they are: by signed tokens, as Kubernetes mounts them for service accounts. */
@ConfigMapping(prefix = "murmuration.sign-in")
public interface SignInConfig {
    /** Whether a call needs a token; off is refused where other machines reach the port. */
    @WithDefault("true")
    boolean required();

    /** File with the token of this process; read again as it is renewed. */
    Optional<Path> tokenFile();

    /** The issuer's public keys, a JSON Web Key Set: a file, or an https address. */
    Optional<URI> keys();

    /** File with the token that fetching the keys from an address needs, as a Kubernetes API server asks for one. */
    Optional<Path> keysTokenFile();

    /** File with the certificates that the address of the keys is checked against; absent: those that Java trusts. */
    Optional<Path> keysCa();

    /** Who signs tokens; absent: who signed this process's own. */
    Optional<String> issuer();

    /** For whom a token must be meant. */
    @WithDefault("murmuration")
    String audience();

    /** What a token's subject begins with; the rest is the name of the process. */
    @WithDefault("system:serviceaccount:murmuration:")
    String subjects();
}

package murmuration.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How people and their programs sign in. */
@ConfigMapping(prefix = "murmuration.gateway.sign-in")
public interface AccessConfig {
    /** Whether one must sign in; off is refused where other machines reach the port. */
    @WithDefault("true")
    boolean required();

    /** A secret of at least 32 characters that makes and revokes keys of every tenant, the first ones among them. */
    Optional<String> operatorKey();

    /** How long a browser stays signed in at most. */
    @WithDefault("PT12H")
    Duration session();

    /** The issuer of OpenID Connect that says who people are. */
    OidcConfig oidc();

    /** An issuer, what its tokens say, and what it knows us as. */
    interface OidcConfig {
        /** Its address, as it stands in tokens; absent: people sign in with API keys. */
        Optional<String> issuer();

        /** For whom the tokens of programs must be meant; absent: none is taken but the page's own. */
        Optional<String> audience();

        /** What the issuer knows the page as; absent: the page offers API keys only. */
        Optional<String> clientId();

        /** The secret that goes with it; absent: a public client. */
        Optional<String> clientSecret();

        /** What the page asks for. */
        @WithDefault("openid profile")
        String scope();

        /** File with the certificates that the issuer is checked against; absent: those that Java trusts. */
        Optional<Path> ca();

        /** The claim with the name under which somebody's runs and keys stand. */
        @WithDefault("sub")
        String nameClaim();

        /** The claim with the role, or a path to it by dots. */
        @WithDefault("roles")
        String roleClaim();

        /** Which of the claim's values stand for which role. */
        RolesConfig roles();

        /** The claim with the tenant; absent: all are of the tenant "default". */
        Optional<String> tenantClaim();
    }

    /** Values of a claim that stand for a role; absent: its own word. */
    interface RolesConfig {
        /** For viewers. */
        Optional<List<String>> viewer();

        /** For analysts. */
        Optional<List<String>> analyst();

        /** For stewards. */
        Optional<List<String>> steward();

        /** For administrators. */
        Optional<List<String>> admin();

        /** For whoever may see safety runs; absent: nobody who signs in at the issuer. */
        Optional<List<String>> safety();

        /** All of them. */
        default Map<Role, List<String>> all() {
            return Map.of(
                    Role.VIEWER, viewer().orElse(List.of(Role.VIEWER.word())),
                    Role.ANALYST, analyst().orElse(List.of(Role.ANALYST.word())),
                    Role.STEWARD, steward().orElse(List.of(Role.STEWARD.word())),
                    Role.ADMIN, admin().orElse(List.of(Role.ADMIN.word())),
                    Role.SAFETY, safety().orElse(List.of()));
        }
    }
}

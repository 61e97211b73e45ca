package murmuration.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import murmuration.gateway.access.Keycloak;

/** A gateway at which one must sign in, and to which a Keycloak says who people are. */
public final class SignInAtKeycloak implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "murmuration.gateway.sign-in.required",
                "true",
                "murmuration.gateway.sign-in.operator-key",
                SignInRequired.OPERATOR,
                "murmuration.gateway.sign-in.oidc.issuer",
                Keycloak.ISSUER,
                "murmuration.gateway.sign-in.oidc.client-id",
                Keycloak.PAGE,
                "murmuration.gateway.sign-in.oidc.client-secret",
                Keycloak.SECRET,
                "murmuration.gateway.sign-in.oidc.audience",
                SignInRequired.AUDIENCE,
                "murmuration.gateway.sign-in.oidc.name-claim",
                "preferred_username",
                "murmuration.gateway.sign-in.oidc.role-claim",
                "realm_access.roles",
                "murmuration.gateway.sign-in.oidc.roles.safety",
                "trust-and-safety",
                "murmuration.gateway.sign-in.oidc.tenant-claim",
                "tenant");
    }
}

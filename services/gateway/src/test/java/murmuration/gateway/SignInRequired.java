package murmuration.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import murmuration.gateway.access.TestIssuer;

/** A gateway at which one must sign in, and an issuer that says who people are; its address is in the configuration. */
public final class SignInRequired implements QuarkusTestProfile {
    static final String OPERATOR = "0".repeat(60) + "abcd";
    static final String AUDIENCE = "murmuration-api";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "murmuration.gateway.sign-in.required",
                "true",
                "murmuration.gateway.sign-in.operator-key",
                OPERATOR,
                "murmuration.gateway.sign-in.oidc.client-id",
                TestIssuer.CLIENT,
                "murmuration.gateway.sign-in.oidc.client-secret",
                TestIssuer.SECRET,
                "murmuration.gateway.sign-in.oidc.audience",
                AUDIENCE,
                "murmuration.gateway.sign-in.oidc.tenant-claim",
                "team",
                "murmuration.gateway.sign-in.oidc.roles.analyst",
                "data-science,research");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(IssuerServer.class));
    }

    /** The issuer, while the tests run. */
    public static final class IssuerServer implements QuarkusTestResourceLifecycleManager {
        private final TestIssuer issuer = new TestIssuer();

        @Override
        public Map<String, String> start() {
            return Map.of("murmuration.gateway.sign-in.oidc.issuer", issuer.address());
        }

        @Override
        public void stop() {
            issuer.close();
        }
    }
}

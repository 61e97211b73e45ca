package murmuration.k8s;

import static murmuration.k8s.Manifests.id;
import static murmuration.k8s.Manifests.patches;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No file has a way wider than it has to be: one to the internet leads to public addresses, one to a namespace names it. */
class WaysTest {
    /** Of the two that mean everybody: what is no public address. */
    private static final Map<String, Set<String>> EVERYBODY = Map.of(
            "0.0.0.0/0",
            Set.of("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
            "::/0",
            Set.of("fc00::/7", "fe80::/10"));

    private final Manifests every = Manifests.everything();

    @Test
    void aWayToTheInternetLeavesOutPrivateAddresses() {
        for (NetworkPolicy policy : every.of(NetworkPolicy.class)) {
            peers(policy)
                    .filter(peer -> peer.getIpBlock() != null)
                    .map(NetworkPolicyPeer::getIpBlock)
                    .filter(block -> EVERYBODY.containsKey(block.getCidr()))
                    .forEach(block -> assertThat(block.getExcept())
                            .as(id(policy))
                            .containsAll(EVERYBODY.getOrDefault(block.getCidr(), Set.of())));
        }
        assertThat(every.of(NetworkPolicy.class).stream()
                        .flatMap(WaysTest::peers)
                        .filter(peer -> peer.getIpBlock() != null)
                        .map(NetworkPolicyPeer::getIpBlock)
                        .map(IPBlock::getCidr))
                .containsAll(EVERYBODY.keySet());
    }

    @Test
    void aWayToOrFromANamespaceNamesIt() {
        for (NetworkPolicy policy : every.of(NetworkPolicy.class)) {
            peers(policy)
                    .filter(peer -> peer.getNamespaceSelector() != null)
                    .forEach(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                            .as(id(policy))
                            .containsOnlyKeys("kubernetes.io/metadata.name"));
        }
    }

    @Test
    void namesAreAskedOfTheClusterOrOfTheCacheOfANode() {
        NetworkPolicy dns = every.named(NetworkPolicy.class, "dns");
        assertThat(peers(dns)
                        .filter(peer -> peer.getPodSelector() != null)
                        .flatMap(peer -> peer.getPodSelector().getMatchExpressions().stream())
                        .flatMap(label -> label.getValues().stream()))
                .containsExactly("kube-dns", "node-local-dns");
        // no pod of the network of pods: a policy that selects pods only would not let names be asked there
        assertThat(peers(dns)
                        .filter(peer -> peer.getIpBlock() != null)
                        .map(peer -> peer.getIpBlock().getCidr()))
                .containsExactly("169.254.20.10/32");
    }

    @Test
    void theApiServerAloneMayBeAnywhereAndEveryWayHasAPort() {
        for (NetworkPolicy policy : every.of(NetworkPolicy.class)) {
            for (NetworkPolicyEgressRule rule : policy.getSpec().getEgress()) {
                assertThat(rule.getPorts()).as(id(policy)).isNotEmpty();
                if (rule.getTo().isEmpty()) {
                    assertThat(policy.getMetadata().getName()).isEqualTo("to-api-server");
                }
            }
            assertThat(policy.getSpec().getIngress()).as(id(policy)).allSatisfy(rule -> {
                assertThat(rule.getFrom()).isNotEmpty();
                assertThat(rule.getPorts()).isNotEmpty();
            });
        }
    }

    @Test
    void productionSaysWhereEachStoreIs() {
        assertThat(patches(Manifests.FOLDER.resolve("overlays/production"))
                        .map(Strict::read)
                        .filter(NetworkPolicy.class::isInstance)
                        .map(NetworkPolicy.class::cast)
                        .filter(policy -> policy.getSpec().getEgress().stream()
                                .noneMatch(rule -> rule.getTo().isEmpty()))
                        .map(policy -> policy.getMetadata().getName()))
                .containsExactlyInAnyOrder(
                        "to-postgresql", "to-temporal", "to-qdrant", "to-object-storage", "to-api-server");
    }

    private static Stream<NetworkPolicyPeer> peers(NetworkPolicy policy) {
        return Stream.concat(
                policy.getSpec().getEgress().stream().flatMap(rule -> rule.getTo().stream()),
                policy.getSpec().getIngress().stream().flatMap(rule -> rule.getFrom().stream()));
    }
}

package murmuration.k8s;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who reaches whom where network policies are enforced, pods of one namespace among each other and others' addresses. */
record Reach(List<NetworkPolicy> policies, Map<String, PodTemplateSpec> pods) {
    /** Every {@code from → to:port} between pods that the one may send. */
    TreeSet<String> sent() {
        return edges((sender, receiver, port) -> sends(sender, peer -> isPod(peer, receiver), port));
    }

    /** Every {@code from → to:port} between pods that the other receives. */
    TreeSet<String> received() {
        return edges((sender, receiver, port) -> receives(receiver, sender, port));
    }

    private interface Admission {
        boolean admits(PodTemplateSpec sender, PodTemplateSpec receiver, ContainerPort port);
    }

    private TreeSet<String> edges(Admission admission) {
        TreeSet<String> edges = new TreeSet<>();
        pods.forEach((from, sender) -> pods.forEach((to, receiver) -> ports(receiver).stream()
                .filter(port -> admission.admits(sender, receiver, port))
                .forEach(port -> edges.add(from + " → " + to + ":" + port.getContainerPort()))));
        return edges;
    }

    /** Every {@code from → port} to what is no pod of the namespace: an address, another namespace, anything. */
    TreeSet<String> outside() {
        TreeSet<String> edges = new TreeSet<>();
        pods.forEach((from, sender) -> of(sender, "Egress")
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .filter(rule -> rule.getTo().isEmpty()
                        || rule.getTo().stream()
                                .anyMatch(peer -> peer.getIpBlock() != null || peer.getNamespaceSelector() != null))
                .forEach(rule -> {
                    if (rule.getPorts().isEmpty()) {
                        edges.add(from + " → any");
                    }
                    rule.getPorts()
                            .forEach(port ->
                                    edges.add(from + " → " + port.getPort().getValue()));
                }));
        return edges;
    }

    /** Every {@code namespace → to:port} from other namespaces, {@code any} where a rule names none. */
    TreeSet<String> fromOutside() {
        TreeSet<String> edges = new TreeSet<>();
        pods.forEach((to, receiver) -> of(receiver, "Ingress")
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .forEach(rule -> {
                    if (rule.getFrom().isEmpty()) {
                        edges.add("any → " + to);
                    }
                    rule.getFrom().stream()
                            .filter(peer -> peer.getIpBlock() != null || peer.getNamespaceSelector() != null)
                            .forEach(peer -> {
                                if (rule.getPorts().isEmpty()) {
                                    edges.add(namespace(peer) + " → " + to + ":any");
                                }
                                rule.getPorts()
                                        .forEach(port -> edges.add(namespace(peer) + " → " + to + ":"
                                                + port.getPort().getValue()));
                            });
                }));
        return edges;
    }

    private static String namespace(NetworkPolicyPeer peer) {
        return peer.getNamespaceSelector() == null
                ? "any"
                : peer.getNamespaceSelector().getMatchLabels().getOrDefault("kubernetes.io/metadata.name", "any");
    }

    private boolean sends(PodTemplateSpec sender, Predicate<NetworkPolicyPeer> to, ContainerPort port) {
        return of(sender, "Egress").findAny().isEmpty()
                || of(sender, "Egress")
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule ->
                                (rule.getTo().isEmpty() || rule.getTo().stream().anyMatch(to))
                                        && isPort(rule.getPorts(), port));
    }

    private boolean receives(PodTemplateSpec receiver, PodTemplateSpec sender, ContainerPort port) {
        return of(receiver, "Ingress").findAny().isEmpty()
                || of(receiver, "Ingress")
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> (rule.getFrom().isEmpty()
                                        || rule.getFrom().stream().anyMatch(peer -> isPod(peer, sender)))
                                && isPort(rule.getPorts(), port));
    }

    private Stream<NetworkPolicy> of(PodTemplateSpec pod, String direction) {
        return policies.stream()
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
                .filter(policy -> matches(policy.getSpec().getPodSelector(), pod));
    }

    private static boolean isPod(NetworkPolicyPeer peer, PodTemplateSpec pod) {
        return peer.getIpBlock() == null && peer.getNamespaceSelector() == null && matches(peer.getPodSelector(), pod);
    }

    private static boolean isPort(List<NetworkPolicyPort> rules, ContainerPort port) {
        return rules.isEmpty() || rules.stream().anyMatch(rule -> is(rule.getPort(), port));
    }

    private static boolean is(IntOrString wanted, ContainerPort port) {
        return wanted.getStrVal() == null
                ? wanted.getIntVal().equals(port.getContainerPort())
                : wanted.getStrVal().equals(port.getName());
    }

    private static List<ContainerPort> ports(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .toList();
    }

    /** Whether a selector of labels takes a pod; an operator that is not used here fails. */
    static boolean matches(LabelSelector selector, PodTemplateSpec pod) {
        return matches(selector, pod.getMetadata().getLabels());
    }

    /** The same of whatever has labels. */
    static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
                && selector.getMatchExpressions().stream().allMatch(each -> {
                    if (!each.getOperator().equals("In")) {
                        throw new AssertionError("not evaluated: " + each.getOperator());
                    }
                    return each.getValues().contains(labels.get(each.getKey()));
                });
    }
}

package murmuration.k8s;

import static murmuration.k8s.Manifests.PROCESSES;
import static murmuration.k8s.Manifests.id;
import static murmuration.k8s.Manifests.patches;
import static murmuration.k8s.Manifests.secretKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Listener;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.runtime.access.Callers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manifests say fits together, and fits the code: read as files, so that no cluster and no kubectl is needed. */
class ManifestsTest {
    private static final Map<String, Integer> STORES = Map.of("postgresql", 5432, "temporal", 7233, "qdrant", 6334);

    /** A block of a list's item. */
    private static final Pattern YAML = Pattern.compile("(?ms)^ +```yaml\n(.*?)^ +```$");

    private final Manifests base = Manifests.of("base");
    private final Manifests whole = Manifests.whole();

    static Stream<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(Manifests.FOLDER)) {
            return files
                    .filter(file -> file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .map(Path::getParent)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyFileIsListedAndEveryFieldKnown(Path folder) throws IOException {
        Set<String> listed = Stream.of("resources", "components", "patches")
                .flatMap(key -> Manifests.listed(folder, key))
                .collect(Collectors.toSet());
        listed.forEach(name -> assertThat(folder.resolve(name)).exists());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .filter(each -> !each.endsWith("kustomization.yaml"))
                    .toList()) {
                assertThat(listed).contains(String.valueOf(file.getFileName()));
                Manifests.documents(file).forEach(Strict::read);
            }
        }
    }

    @Test
    void everyPatchChangesSomethingThatIsThere() throws IOException {
        Set<String> there = Stream.of(whole, Manifests.of("overlays/production"))
                .flatMap(manifests -> manifests.all().stream())
                .map(Manifests::id)
                .collect(Collectors.toSet());
        for (Path folder : kustomizations().toList()) {
            patches(folder).forEach(patch -> assertThat(there).contains(id(Strict.read(patch))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"try", "production"})
    void anOverlayRendersWithAllItsParts(String overlay) throws IOException {
        Manifests rendered = rendered("overlays/" + overlay);
        assertThat(rendered.pods().keySet()).containsAll(PROCESSES).contains("migrate", "attributes");
        Set<String> images = rendered.pods().values().stream()
                .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
                .collect(Collectors.toSet());
        if (overlay.equals("production")) {
            assertThat(images).allMatch(image -> image.startsWith("registry.example.org/murmuration/"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoscaling-backlog", "gateway-api", "traces", "versioned-workers"})
    void aComponentRendersOnTopOfProduction(String component) throws IOException {
        Path folder = Files.createDirectories(Manifests.FOLDER.resolve("target/on-production/" + component));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../../overlays/production]
                components: [../../../components/%s]
                """.formatted(component));
        Set<String> rendered =
                rendered(folder.toString()).all().stream().map(Manifests::id).collect(Collectors.toSet());
        assertThat(rendered)
                .containsAll(Manifests.of("components/" + component).all().stream()
                        .map(Manifests::id)
                        .toList())
                .noneMatch(takenAway(component)::contains);
    }

    @Test
    void whatThePageHasAnOverlaySayRendersOnTopOfProduction() throws IOException {
        Path folder = Files.createDirectories(Manifests.FOLDER.resolve("target/on-production/page"));
        Files.writeString(folder.resolve("ca.pem"), "");
        List<String> said = YAML.matcher(Manifests.text("docs/operations.md"))
                .results()
                .map(block -> block.group(1).stripTrailing().stripIndent())
                .filter(block -> block.contains("patches:"))
                .toList();
        assertThat(said).hasSize(3);
        for (String each : said) {
            Files.writeString(folder.resolve("kustomization.yaml"), """
                    apiVersion: kustomize.config.k8s.io/v1beta1
                    kind: Kustomization
                    resources: [../../../overlays/production]
                    """ + each);
            assertThat(rendered(folder.toString()).pods().keySet()).as(each).containsAll(PROCESSES);
        }
    }

    private static Manifests rendered(String folder) throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "kubectl"))),
                "skipped: no `kubectl` on the PATH");
        return new Manifests(Manifests.documents(printed("kubectl", "kustomize", folder)).stream()
                .map(Strict::read)
                .toList());
    }

    @Test
    void nothingIsSaidTwice() {
        assertThat(whole.all().stream().map(Manifests::id)).doesNotHaveDuplicates();
    }

    @Test
    void eachServiceLeadsToPortsOfOneWorkload() {
        for (Service service : whole.of(Service.class)) {
            List<PodTemplateSpec> selected = whole.pods().values().stream()
                    .filter(pod -> pod.getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .toList();
            assertThat(selected).as(id(service)).hasSize(1);
            Set<String> ports = selected.getFirst().getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .map(ContainerPort::getName)
                    .collect(Collectors.toSet());
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(ports).as(id(service)).contains(port.getTargetPort().getStrVal());
            }
        }
    }

    @Test
    void selectorsTakeTheirOwnPods() {
        for (Deployment each : whole.of(Deployment.class)) {
            assertThat(Reach.matches(
                            each.getSpec().getSelector(), each.getSpec().getTemplate()))
                    .as(id(each))
                    .isTrue();
        }
        for (PodDisruptionBudget each : whole.of(PodDisruptionBudget.class)) {
            PodTemplateSpec pod = whole.pod(each.getMetadata().getName());
            assertThat(Reach.matches(each.getSpec().getSelector(), pod))
                    .as(id(each))
                    .isTrue();
        }
        for (HorizontalPodAutoscaler each : whole.of(HorizontalPodAutoscaler.class)) {
            String name = each.getSpec().getScaleTargetRef().getName();
            assertThat(whole.named(Deployment.class, name).getSpec().getReplicas())
                    .as(id(each))
                    .isNull();
        }
    }

    @Test
    void aPodThatIsNotReadyKeepsNoNodeFromBeingDrained() {
        assertThat(whole.of(PodDisruptionBudget.class)).hasSameSizeAs(PROCESSES).allSatisfy(each -> {
            assertThat(each.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(each.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
        });
    }

    @Test
    void noWorkloadHasTwoAutoscalers() {
        List<Strict.ScaledObject> scaled =
                Manifests.of("components/autoscaling-backlog").of(Strict.ScaledObject.class);

        assertThat(scaled.stream()
                        .map(each -> "HorizontalPodAutoscaler "
                                + each.getSpec().scaleTargetRef().name()))
                .containsExactlyInAnyOrderElementsOf(takenAway("autoscaling-backlog"));
        for (Strict.ScaledObject each : scaled) {
            HorizontalPodAutoscaler other = whole.named(
                    HorizontalPodAutoscaler.class, each.getMetadata().getName());
            assertThat(each.getSpec().maxReplicaCount())
                    .as(id(each))
                    .isEqualTo(other.getSpec().getMaxReplicas());
        }
    }

    @Test
    void theGatewayApiLeadsWhereTheIngressDoes() {
        Ingress ingress = Manifests.of("overlays/production").named(Ingress.class, "gateway");
        IngressRule rule = ingress.getSpec().getRules().getFirst();
        Manifests instead = Manifests.of("components/gateway-api");
        Gateway gateway = instead.named(Gateway.class, "murmuration");
        HTTPRoute route = instead.named(HTTPRoute.class, "gateway");
        HTTPRouteRule leading = route.getSpec().getRules().getFirst();

        assertThat(takenAway("gateway-api")).containsExactly(id(ingress));
        assertThat(leading.getMatches().stream()
                        .map(match -> match.getPath().getType().replace("Path", "") + " "
                                + match.getPath().getValue()))
                .containsExactlyElementsOf(rule.getHttp().getPaths().stream()
                        .map(path -> path.getPathType() + " " + path.getPath())
                        .toList());
        HTTPBackendRef to = leading.getBackendRefs().getFirst();
        assertThat(base.named(Service.class, to.getName()).getSpec().getPorts().stream()
                        .map(ServicePort::getPort))
                .contains(to.getPort());

        Listener https = listener(gateway, route);
        assertThat(https.getProtocol()).isEqualTo("HTTPS");
        assertThat(https.getTls().getCertificateRefs().getFirst().getName())
                .isEqualTo(ingress.getSpec().getTls().getFirst().getSecretName());
        assertThat(ingress.getMetadata().getAnnotations())
                .containsAllEntriesOf(gateway.getMetadata().getAnnotations());
        for (HTTPRoute each : instead.of(HTTPRoute.class)) {
            assertThat(each.getSpec().getHostnames()).as(id(each)).containsExactly(rule.getHost());
            assertThat(listener(gateway, each).getHostname()).as(id(each)).isEqualTo(rule.getHost());
        }
    }

    @Test
    void theGatewayApiTurnsEachWayFromTheIngress() {
        Reach reach = reach();
        Set<String> fromIngress = reach.policies().stream()
                .filter(policy -> new Reach(List.of(policy), reach.pods())
                        .fromOutside().stream().anyMatch(way -> way.startsWith("ingress-nginx")))
                .map(Manifests::id)
                .collect(Collectors.toSet());
        assertThat(patches(Manifests.FOLDER.resolve("components/gateway-api"))
                        .map(Strict::read)
                        .filter(NetworkPolicy.class::isInstance)
                        .map(Manifests::id))
                .containsExactlyInAnyOrderElementsOf(fromIngress);
    }

    /** Where a gateway listens for what a route leads on. */
    private static Listener listener(Gateway gateway, HTTPRoute route) {
        ParentReference parent = route.getSpec().getParentRefs().getFirst();
        assertThat(parent.getName()).isEqualTo(gateway.getMetadata().getName());
        return gateway.getSpec().getListeners().stream()
                .filter(each -> each.getName().equals(parent.getSectionName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatPodsReferToIsThere() throws IOException {
        Map<String, Set<String>> secrets = new TreeMap<>();
        printedSecrets()
                .forEach(each -> secrets.put(
                        each.getMetadata().getName(), each.getStringData().keySet()));
        Map<String, Set<String>> fromVault = new TreeMap<>();
        Set<String> asInVault = new TreeSet<>();
        for (Strict.ExternalSecret each : whole.of(Strict.ExternalSecret.class)) {
            String name = each.getSpec().target().name();
            fromVault.put(
                    name,
                    each.getSpec().named().stream()
                            .map(Strict.ExternalSecret.Datum::secretKey)
                            .collect(Collectors.toSet()));
            if (!each.getSpec().whole().isEmpty()) {
                asInVault.add(name);
            }
        }
        assertThat(fromVault).containsKeys(secrets.keySet().toArray(String[]::new));
        secrets.forEach((name, keys) -> {
            if (!asInVault.contains(name)) {
                assertThat(fromVault.get(name)).as(name).containsAll(keys);
            }
        });
        whole.pods().forEach((name, pod) -> {
            if (!STORES.containsKey(name)) {
                whole.named(ServiceAccount.class, pod.getSpec().getServiceAccountName());
            }
            secretKeys(pod.getSpec()).forEach((reference, optional) -> {
                String[] secret = reference.split("/", -1);
                Map<String, Set<String>> known = optional ? fromVault : secrets;
                assertThat(known).as(name).containsKey(secret[0]);
                if (!secret[1].isEmpty() && !(optional && asInVault.contains(secret[0]))) {
                    assertThat(known.get(secret[0])).as(name).contains(secret[1]);
                }
            });
            for (Volume volume : pod.getSpec().getVolumes()) {
                if (volume.getPersistentVolumeClaim() != null) {
                    whole.named(
                            PersistentVolumeClaim.class,
                            volume.getPersistentVolumeClaim().getClaimName());
                }
            }
            for (Container container : pod.getSpec().getContainers()) {
                container
                        .getEnvFrom()
                        .forEach(from -> whole.named(
                                ConfigMap.class, from.getConfigMapRef().getName()));
                assertThat(pod.getSpec().getVolumes().stream().map(Volume::getName))
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(container.getVolumeMounts().stream()
                                .map(mount -> mount.getName())
                                .toList());
            }
        });
    }

    @Test
    void aSecretOfWhichSingleKeysMayBeAbsentIsTakenAsTheVaultHasIt() {
        Set<String> asInVault = new TreeSet<>();
        for (Strict.ExternalSecret each : whole.of(Strict.ExternalSecret.class)) {
            String name = each.getMetadata().getName();
            Strict.ExternalSecret.Spec spec = each.getSpec();
            assertThat(spec.target().name()).isEqualTo(name);
            assertThat(spec.named().isEmpty())
                    .as(name)
                    .isNotEqualTo(spec.whole().isEmpty());
            for (Strict.ExternalSecret.Datum key : spec.named()) {
                assertThat(key.remoteRef().key()).isEqualTo("murmuration/" + name);
                assertThat(key.remoteRef().property()).as(name).isEqualTo(key.secretKey());
            }
            for (Strict.ExternalSecret.Source source : spec.whole()) {
                assertThat(source.extract().key()).isEqualTo("murmuration/" + name);
                asInVault.add(name);
            }
        }
        assertThat(asInVault).containsExactly("audit-key", "model-keys", "payload-key", "temporal");
    }

    @Test
    void eachProcessIsGivenItsOwnPasswordAndNoOtherSecretThanItNeeds() {
        for (String process : PROCESSES) {
            Set<String> expected = new TreeSet<>(Set.of("database-passwords/" + process));
            if (!Set.of("gateway", "clustering").contains(process)) {
                expected.add("deployment-key/deployment-key");
            }
            if (Set.of("embedding", "clustering", "hierarchy").contains(process)) {
                expected.add("qdrant/api-key");
            }
            if (Set.of("extraction", "embedding", "hierarchy", "privacy").contains(process)) {
                expected.add("model-keys/");
            }
            if (process.equals("extraction")) {
                expected.addAll(Set.of("object-storage/access-key", "object-storage/secret-key"));
            }
            if (process.equals("workflows")) {
                expected.addAll(Set.of(
                        "payload-key/payload-key",
                        "payload-key/former-payload-keys",
                        "audit-key/audit-key",
                        "audit-key/former-audit-keys",
                        "temporal/"));
            }
            if (process.equals("gateway")) {
                expected.add("operator-key/operator-key");
                expected.add("issuer-client/secret");
            }
            assertThat(secretKeys(base.pod(process).getSpec()).keySet())
                    .as(process)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attributes", "make-current"})
    void aJobIsToldOfTemporalWhatTheWorkerIs(String name) {
        PodSpec spec = whole.pod(name).getSpec();
        Container job = spec.getContainers().getFirst();
        Container worker = whole.pod("workflows").getSpec().getContainers().getFirst();
        assertThat(job.getArgs()).containsExactly(name);
        assertThat(job.getImage()).isEqualTo(worker.getImage());
        assertThat(job.getEnvFrom()).isEqualTo(worker.getEnvFrom());
        assertThat(worker.getVolumeMounts()).containsAll(job.getVolumeMounts());
        assertThat(secretKeys(spec).keySet()).containsExactly("temporal/");
    }

    @Test
    void theNamespaceRefusesWhatIsNotRestrictedAndSaysSoOfWorkloads() {
        assertThat(base.named(Namespace.class, "murmuration").getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
                .containsEntry("pod-security.kubernetes.io/warn", "restricted");
    }

    @Test
    void podsMayDoNothingThatTheyNeedNot() {
        whole.pods().forEach((name, pod) -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
            assertThat(spec.getEnableServiceLinks()).as(name).isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isPositive();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                    .as(name)
                    .isEqualTo("RuntimeDefault");
            for (Container container : spec.getContainers()) {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .as(name)
                        .isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .as(name)
                        .isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .as(name)
                        .containsExactly("ALL");
                assertThat(container.getResources().getLimits()).as(name).containsKey("memory");
                assertThat(container.getResources().getRequests()).as(name).containsOnlyKeys("cpu", "memory");
            }
        });
    }

    @Test
    void processesAreAlikeWhereTheyDoTheSame() {
        for (String process : PROCESSES) {
            PodSpec spec = base.pod(process).getSpec();
            Container container = spec.getContainers().getFirst();
            Container model = base.pod("privacy").getSpec().getContainers().getFirst();
            assertThat(spec.getServiceAccountName()).isEqualTo(process);
            assertThat(container.getImage()).isEqualTo("murmuration/" + process + ":dev");
            assertThat(container.getStartupProbe()).isEqualTo(model.getStartupProbe());
            assertThat(container.getLivenessProbe()).isEqualTo(model.getLivenessProbe());
            assertThat(container.getReadinessProbe()).isEqualTo(model.getReadinessProbe());
            assertThat(spec.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(30);
            assertThat(container.getEnv().isEmpty())
                    .as("a caller's token is checked by " + process)
                    .isEqualTo(process.equals("gateway"));
        }
    }

    @Test
    void podsOfAProcessKeepApartByZoneAndNodeWhereTheyCan() {
        for (String process : PROCESSES) {
            PodTemplateSpec pod = base.pod(process);
            List<TopologySpreadConstraint> apart = pod.getSpec().getTopologySpreadConstraints();
            // one that a pod names itself puts those of the cluster out of force
            assertThat(apart.stream().map(TopologySpreadConstraint::getTopologyKey))
                    .as(process)
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(apart).as(process).allSatisfy(each -> {
                assertThat(each.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
                assertThat(Reach.matches(each.getLabelSelector(), pod)).isTrue();
            });
        }
    }

    @Test
    void whoServesMayReadTheKeysOfTokens() {
        assertThat(base.of(ClusterRoleBinding.class).getFirst().getSubjects().stream()
                        .map(subject -> subject.getName()))
                .containsExactlyInAnyOrderElementsOf(PROCESSES.stream()
                        .filter(each -> !each.equals("gateway"))
                        .toList());
    }

    @Test
    void policiesAdmitTheCallsOfTheTableAndNoOthers() {
        Set<String> expected = new TreeSet<>();
        for (String rpc : Callers.rpcs()) {
            String service = rpc.substring("murmuration.".length(), rpc.indexOf(".v1."));
            String process = service.equals("runs") ? "workflows" : service;
            Callers.of(rpc).forEach(caller -> expected.add(caller + " → " + process + ":9000"));
        }
        Map<String, Set<String>> needs = Map.of(
                "postgresql",
                        Set.of(
                                "extraction",
                                "embedding",
                                "clustering",
                                "hierarchy",
                                "privacy",
                                "workflows",
                                "gateway",
                                "migrate"),
                "temporal", Set.of("workflows", "attributes", "make-current"),
                "qdrant", Set.of("embedding", "clustering", "hierarchy"));
        needs.forEach(
                (store, who) -> who.forEach(each -> expected.add(each + " → " + store + ":" + STORES.get(store))));
        assertThat(reach().sent()).isEqualTo(expected);
        assertThat(reach().received()).isEqualTo(expected);
    }

    @Test
    void policiesLetOutWhatAsksModelsAndIssuersAndReadsKeysOnly() {
        Set<String> expected = new TreeSet<>();
        reach().pods().keySet().forEach(each -> expected.add(each + " → 53"));
        for (String process : PROCESSES) {
            expected.add(process + " → 443");
            if (!process.equals("gateway")) {
                expected.add(process + " → 6443");
            }
        }
        assertThat(reach().outside()).isEqualTo(expected);
    }

    @Test
    void policiesLetInPeopleCertificatesAndPrometheusOnly() {
        Set<String> expected = new TreeSet<>(Set.of("ingress-nginx → gateway:http", "ingress-nginx → solver:8089"));
        PROCESSES.forEach(each -> expected.add("monitoring → " + each + ":http"));
        assertThat(reach().fromOutside()).isEqualTo(expected);
    }

    /** Among our pods and the one that cert-manager starts beside them while it gets a certificate by HTTP-01. */
    private Reach reach() {
        Map<String, PodTemplateSpec> pods = whole.pods();
        pods.put(
                "solver",
                new PodTemplateSpecBuilder()
                        .withNewMetadata()
                        .addToLabels("acme.cert-manager.io/http01-solver", "true")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .addNewPort()
                        .withContainerPort(8089)
                        .endPort()
                        .endContainer()
                        .endSpec()
                        .build());
        return new Reach(whole.of(NetworkPolicy.class), pods);
    }

    /** What the patches of a component delete. */
    private static Set<String> takenAway(String component) {
        return patches(Manifests.FOLDER.resolve("components/" + component))
                .filter(patch -> patch.path("$patch").asText().equals("delete"))
                .map(patch -> id(Strict.read(patch)))
                .collect(Collectors.toSet());
    }

    private static List<Secret> printedSecrets() throws IOException {
        String yaml = printed("sh", "../bin/k8s-secrets");
        Set<String> values = new HashSet<>();
        List<Secret> secrets = Manifests.documents(yaml).stream()
                .map(Strict::read)
                .map(Secret.class::cast)
                .toList();
        secrets.forEach(secret -> secret.getStringData()
                .forEach((key, value) -> assertThat(values.add(value)).as(key).isTrue()));
        return secrets;
    }

    private static String printed(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(Manifests.FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

package murmuration.k8s;

import static murmuration.k8s.Manifests.PROCESSES;
import static murmuration.k8s.Manifests.id;
import static murmuration.k8s.Manifests.patches;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What manifests name is there: ports, doors, claims, images, words of a job, roles, and files where settings say. */
class ReferencesTest {
    private static final Pattern MADE = Pattern.compile("(?m)^PROCESSES := (.*)$");
    private static final Pattern COMPOSED = Pattern.compile("image: (murmuration/[a-z]+):");
    private static final Pattern JOB = Pattern.compile("(?m)^  ([a-z-]+)\\) job=(\\S+) ;;$");

    private static final Set<String> IMAGES =
            PROCESSES.stream().map("murmuration/"::concat).collect(Collectors.toSet());

    private final Manifests whole = Manifests.whole();

    @Test
    void everyProbeAsksAPortOfItsContainer() {
        whole.pods().forEach((name, pod) -> {
            for (Container container : pod.getSpec().getContainers()) {
                Set<String> ports = new TreeSet<>();
                container.getPorts().forEach(port -> {
                    ports.add(String.valueOf(port.getName()));
                    ports.add(String.valueOf(port.getContainerPort()));
                });
                assertThat(probed(container)).as(name).isSubsetOf(ports);
            }
        });
    }

    private static List<String> probed(Container container) {
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull)
                .map(ReferencesTest::port)
                .map(port -> String.valueOf(port.getValue()))
                .toList();
    }

    private static IntOrString port(Probe probe) {
        return probe.getHttpGet() == null
                ? probe.getTcpSocket().getPort()
                : probe.getHttpGet().getPort();
    }

    @Test
    void theIngressLeadsToAPortOfAService() {
        List<IngressServiceBackend> doors =
                Manifests.of("overlays/production").named(Ingress.class, "gateway").getSpec().getRules().stream()
                        .flatMap(rule -> rule.getHttp().getPaths().stream())
                        .map(path -> path.getBackend().getService())
                        .toList();
        assertThat(doors).isNotEmpty();
        for (IngressServiceBackend door : doors) {
            assertThat(whole.named(Service.class, door.getName()).getSpec().getPorts().stream()
                            .map(ServicePort::getName))
                    .contains(door.getPort().getName());
        }
    }

    @Test
    void whoWritesToAClaimOfOneNodeEndsBeforeTheNextStarts() {
        for (Deployment each : whole.of(Deployment.class)) {
            if (!claims(each.getSpec().getTemplate()).stream().allMatch(this::isShared)) {
                assertThat(each.getSpec().getStrategy().getType()).as(id(each)).isEqualTo("Recreate");
            }
        }
    }

    @Test
    void workersThatRollOverWriteToAClaimOfSeveralNodes() {
        Deployment rolling = patches(Manifests.FOLDER.resolve("components/versioned-workers"))
                .map(Strict::read)
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        DeploymentStrategy strategy = rolling.getSpec().getStrategy();
        assertThat(strategy.getType()).isEqualTo("RollingUpdate");
        assertThat(strategy.getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
        Volume shared = rolling.getSpec().getTemplate().getSpec().getVolumes().getFirst();
        assertThat(isShared(shared.getPersistentVolumeClaim().getClaimName())).isTrue();
        assertThat(whole.pod(rolling.getMetadata().getName()).getSpec().getVolumes().stream()
                        .filter(volume -> volume.getPersistentVolumeClaim() != null)
                        .map(Volume::getName))
                .containsExactly(shared.getName());
    }

    @Test
    void everyClaimIsMounted() {
        Manifests there = Manifests.of("base", "components/development");
        assertThat(there.of(PersistentVolumeClaim.class).stream()
                        .map(claim -> claim.getMetadata().getName()))
                .containsExactlyInAnyOrderElementsOf(there.pods().values().stream()
                        .flatMap(pod -> claims(pod).stream())
                        .toList());
    }

    private static List<String> claims(PodTemplateSpec pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .toList();
    }

    private boolean isShared(String claim) {
        return whole.named(PersistentVolumeClaim.class, claim)
                .getSpec()
                .getAccessModes()
                .contains("ReadWriteMany");
    }

    @Test
    void everyImageOfOursIsOneThatIsMade() {
        List<String> made = MADE.matcher(Manifests.text("Makefile"))
                .results()
                .flatMap(line -> Stream.of(line.group(1).split(" ")))
                .toList();
        assertThat(made).containsExactlyInAnyOrderElementsOf(PROCESSES);
        assertThat(whole.pods().values().stream()
                        .flatMap(pod -> pod.getSpec().getContainers().stream())
                        .map(Container::getImage)
                        .filter(image -> image.startsWith("murmuration/"))
                        .collect(Collectors.toSet()))
                .isEqualTo(IMAGES.stream().map(image -> image + ":dev").collect(Collectors.toSet()));
        assertThat(COMPOSED.matcher(Manifests.text("compose.yaml"))
                        .results()
                        .map(image -> image.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(IMAGES);
    }

    @Test
    void productionTakesEachImageFromItsRegistry() {
        List<JsonNode> images = Manifests.documents(Manifests.FOLDER.resolve("overlays/production/kustomization.yaml"))
                .getFirst()
                .path("images")
                .valueStream()
                .toList();
        assertThat(images.stream().map(image -> image.path("name").asText()))
                .containsExactlyInAnyOrderElementsOf(IMAGES);
        assertThat(images)
                .allSatisfy(image -> assertThat(image.path("newName").asText())
                        .endsWith("/" + image.path("name").asText()));
    }

    @Test
    void everyJobIsAWordThatRunKnows() {
        Map<String, String> words = JOB.matcher(Manifests.text("bin/run"))
                .results()
                .collect(Collectors.toMap(word -> word.group(1), word -> word.group(2)));
        assertThat(whole.of(Job.class).stream()
                        .flatMap(job -> job.getSpec().getTemplate().getSpec().getContainers().stream())
                        .flatMap(container -> container.getArgs().stream()))
                .containsExactlyInAnyOrderElementsOf(words.keySet());
        assertThat(words.values()).allMatch(ReferencesTest::isClass);
    }

    private static boolean isClass(String name) {
        String file = "src/main/java/" + name.replace('.', '/') + ".java";
        return Stream.of("services/runtime", "workflows")
                .anyMatch(module -> Files.exists(
                        Manifests.FOLDER.resolve("..").resolve(module).resolve(file)));
    }

    @Test
    void peopleAreGivenRolesThatAreThereAndNoMoreThanTheySay() {
        Manifests people = Manifests.of("overlays/production");
        Set<String> roles = people.of(Role.class).stream()
                .map(role -> role.getMetadata().getName())
                .collect(Collectors.toSet());
        for (RoleBinding binding : people.of(RoleBinding.class)) {
            assertThat(roles).contains(binding.getRoleRef().getName());
        }
        assertThat(people.of(Role.class).stream()
                        .flatMap(role -> role.getRules().stream())
                        .flatMap(rule -> rule.getResources().stream()))
                .doesNotContain("*", "secrets", "pods/exec", "pods/attach", "pods/ephemeralcontainers");
        assertThat(people.named(Role.class, "murmuration-operator").getRules().stream()
                        .flatMap(rule -> rule.getResourceNames().stream()))
                .containsExactlyInAnyOrderElementsOf(PROCESSES);
    }

    @Test
    void whatIsMountedStandsWhereTheConfigMapSays() {
        Map<String, String> told = whole.named(ConfigMap.class, "murmuration").getData();
        Path signIn = Path.of(String.valueOf(told.get("MURMURATION_SIGN_IN_TOKEN_FILE")));
        Path models = Path.of(String.valueOf(told.get("MURMURATION_MODELS_ANTHROPIC_KEY_FILE")));
        Map<String, String> folders = Map.of(
                "tmp", "/tmp",
                "data", String.valueOf(told.get("MURMURATION_DATA")),
                "secrets", String.valueOf(told.get("MURMURATION_SECRETS")),
                "sign-in", String.valueOf(signIn.getParent()),
                "models", String.valueOf(models.getParent()),
                "temporal", "/etc/murmuration/temporal");
        for (String name : whole.pods().keySet()) {
            PodTemplateSpec pod = whole.pod(name);
            List<VolumeMount> mounts = pod.getSpec().getContainers().getFirst().getVolumeMounts();
            if (IMAGES.contains(image(pod))) {
                assertThat(mounts)
                        .as(name)
                        .allSatisfy(mount -> assertThat(folders).containsEntry(mount.getName(), mount.getMountPath()));
            }
        }
    }

    @Test
    void theTokensThatTheConfigMapNamesAreMounted() {
        Map<String, String> told = whole.named(ConfigMap.class, "murmuration").getData();
        List<String> files = new ArrayList<>();
        for (String setting : List.of("TOKEN_FILE", "KEYS_TOKEN_FILE", "KEYS_CA")) {
            Path file = Path.of(String.valueOf(told.get("MURMURATION_SIGN_IN_" + setting)));
            files.add(String.valueOf(file.getFileName()));
        }
        for (String process : PROCESSES) {
            Volume signIn = whole.pod(process).getSpec().getVolumes().stream()
                    .filter(volume -> volume.getName().equals("sign-in"))
                    .findFirst()
                    .orElseThrow();
            // the gateway serves no calls, and so checks no tokens
            assertThat(paths(signIn))
                    .as(process)
                    .containsExactlyElementsOf(process.equals("gateway") ? files.subList(0, 1) : files);
        }
    }

    private static List<String> paths(Volume volume) {
        return volume.getProjected().getSources().stream()
                .flatMap(source -> source.getServiceAccountToken() == null
                        ? source.getConfigMap().getItems().stream().map(item -> item.getPath())
                        : Stream.of(source.getServiceAccountToken().getPath()))
                .toList();
    }

    private static String image(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().getFirst().getImage().split(":", 2)[0];
    }
}

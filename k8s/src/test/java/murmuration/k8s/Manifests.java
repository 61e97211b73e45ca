package murmuration.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Resources that are applied together. */
record Manifests(List<HasMetadata> all) {
    static final Path FOLDER = Path.of("").toAbsolutePath();

    /** Our processes; {@code make images} makes an image of each. */
    static final List<String> PROCESSES =
            List.of("extraction", "embedding", "clustering", "hierarchy", "privacy", "workflows", "gateway");

    Manifests {
        all = List.copyOf(all);
    }

    /** What the kustomizations of these folders list as resources of their own. */
    static Manifests of(String... folders) {
        return new Manifests(Stream.of(folders)
                .map(FOLDER::resolve)
                .flatMap(folder -> listed(folder, "resources")
                        .filter(name -> name.endsWith(".yaml"))
                        .map(folder::resolve))
                .flatMap(file -> documents(file).stream())
                .map(Strict::read)
                .toList());
    }

    /** All that may be there together, with stores of our own; patches change none of it. */
    static Manifests whole() {
        return of(
                "base",
                "components/development",
                "components/network-policies",
                "components/object-storage",
                "components/autoscaling",
                "components/disruption-budgets",
                "components/monitoring",
                "components/external-secrets",
                "components/versioned-workers");
    }

    /** What stands in each file, patches too. */
    static Manifests everything() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return new Manifests(files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .flatMap(file -> documents(file).stream())
                    .map(Strict::read)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the project, as text. */
    static String text(String path) {
        try {
            return Files.readString(FOLDER.resolve("..").resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the patches of a folder's kustomization say. */
    static Stream<JsonNode> patches(Path folder) {
        return listed(folder, "patches").flatMap(name -> documents(folder.resolve(name)).stream());
    }

    /** Kind and name. */
    static String id(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }

    /** Names under a key of a folder's kustomization; of patches their files. */
    static Stream<String> listed(Path folder, String key) {
        return documents(folder.resolve("kustomization.yaml")).stream()
                .flatMap(document -> document.path(key).valueStream())
                .map(entry ->
                        entry.isTextual() ? entry.asText() : entry.path("path").asText());
    }

    static List<JsonNode> documents(Path file) {
        try {
            return documents(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> documents(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> each = mapper.readerFor(JsonNode.class).readValues(yaml)) {
            while (each.hasNext()) {
                documents.add(each.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    <T extends HasMetadata> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T named(Class<T> kind, String name) {
        return of(kind).stream()
                .filter(each -> each.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " " + name));
    }

    /** Name of a deployment or job → its pods. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new TreeMap<>();
        of(Deployment.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        of(Job.class)
                .forEach(each ->
                        pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
        return pods;
    }

    /** The pods of one deployment or job. */
    PodTemplateSpec pod(String name) {
        return Objects.requireNonNull(pods().get(name), name);
    }

    /** Each {@code secret/key} that a pod refers to, all keys where none is named → whether it may be absent. */
    static Map<String, Boolean> secretKeys(PodSpec pod) {
        Map<String, Boolean> references = new TreeMap<>();
        for (Volume volume : pod.getVolumes()) {
            if (volume.getSecret() != null) {
                references.put(
                        volume.getSecret().getSecretName() + "/",
                        Boolean.TRUE.equals(volume.getSecret().getOptional()));
            }
            projected(volume)
                    .forEach(secret -> secret.getItems()
                            .forEach(item -> references.put(
                                    secret.getName() + "/" + item.getKey(),
                                    Boolean.TRUE.equals(secret.getOptional()))));
        }
        pod.getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getSecretKeyRef() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef())
                .forEach(key -> references.put(key.getName() + "/" + key.getKey(), false));
        return references;
    }

    /** The secrets that a volume puts into one folder, each of whose keys it names. */
    static List<SecretProjection> projected(Volume volume) {
        if (volume.getProjected() == null) {
            return List.of();
        }
        List<SecretProjection> secrets = volume.getProjected().getSources().stream()
                .filter(source -> source.getSecret() != null)
                .map(source -> source.getSecret())
                .toList();
        secrets.forEach(secret -> {
            if (secret.getItems().isEmpty()) {
                throw new AssertionError("the keys of " + secret.getName() + " are not named");
            }
        });
        return secrets;
    }
}

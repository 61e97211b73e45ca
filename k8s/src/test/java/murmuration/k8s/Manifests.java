package murmuration.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
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
}

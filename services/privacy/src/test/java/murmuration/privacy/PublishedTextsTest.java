package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.Manifest;
import murmuration.core.RunSpec;
import org.junit.jupiter.api.Test;

/** What is published holds no text beside {@link Publishable}s but these. */
class PublishedTextsTest {
    private static final Map<String, List<String>> BY_ORIGIN = Map.of(
            "who made or approved the run",
            List.of("Release.name", "Manifest.spec", "PublishedCell.facet", "Evaluation.facet", "Approval.by"),
            "models, as the spec or the deployment names them",
            List.of(
                    "Manifest.model",
                    "Manifest.prompts",
                    "Model.id",
                    "Model.revision",
                    "Model.pooling",
                    "Cost.model",
                    "Price.provider",
                    "Price.model"),
            "StageReports: closed lists, and what the manifest tells elsewhere",
            List.of(
                    "StageReport.model",
                    "StageReport.facet",
                    "StageReport.revision",
                    "StageReport.pooling",
                    "StageReport.cpu",
                    "StageReport.method",
                    "Choice.reason"),
            "our own few words",
            List.of("Release.notes", "Column.variable", "Part.part", "Part.includes"),
            "ids, digests, versions and times",
            List.of(
                    "Release.nodeIds",
                    "PublishedCluster.id",
                    "PublishedCluster.parentId",
                    "PublishedCluster.nearest",
                    "Manifest.schema",
                    "Manifest.run",
                    "Manifest.resultDigest",
                    "Manifest.datasetDigest",
                    "Manifest.specDigest",
                    "Manifest.deploymentKey",
                    "Manifest.startedAt",
                    "Manifest.stages",
                    "StageRecord.digest",
                    "Build.version",
                    "Build.commit",
                    "Build.digest",
                    "Approval.at"));

    @Test
    void eachPlainTextHasAnOrigin() {
        SortedSet<String> plain = new TreeSet<>();
        Stream.of(Release.class, PublishedCluster.class, PublishedCell.class, Manifest.class)
                .forEach(type -> collect(type, plain));
        assertThat(plain)
                .containsExactlyElementsOf(BY_ORIGIN.values().stream()
                        .flatMap(List::stream)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static void collect(Class<?> type, SortedSet<String> plain) {
        for (RecordComponent component : type.getRecordComponents()) {
            parts(component.getGenericType()).forEach(part -> {
                if (part == String.class || part == RunSpec.class) {
                    plain.add(type.getSimpleName() + "." + component.getName());
                } else if (part.isRecord()) {
                    collect(part, plain);
                }
            });
        }
    }

    /** A type with the types that it holds; none of what has passed a gate. */
    private static Stream<Class<?>> parts(Type type) {
        if (type instanceof ParameterizedType of) {
            return of.getRawType() == Publishable.class
                    ? Stream.empty()
                    : Stream.of(of.getActualTypeArguments()).flatMap(PublishedTextsTest::parts);
        }
        return Stream.of((Class<?>) type);
    }
}

package murmuration.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import murmuration.core.ObjectStore;
import org.junit.jupiter.api.Test;

/** The rules of the house, over every jar: what may know what, and what may be called what. */
class ArchitectureTest {
    private static final List<String> SERVICES =
            List.of("extraction", "embedding", "clustering", "hierarchy", "privacy", "gateway", "workflows");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            // what protoc generates follows no rules of ours
            .withImportOption(location -> !location.contains("/v1/"))
            .importPackages("murmuration");

    @Test
    void everyModuleIsSeen() {
        for (String service : SERVICES) {
            assertThat(ALL.that(resideInAPackage("murmuration." + service + "..")))
                    .as(service)
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void coreDependsOnNothing() {
        classes()
                .that()
                .resideInAPackage("murmuration.core")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("murmuration.core", "java..", "org.jspecify.."))
                .check(ALL);
    }

    @Test
    void noServiceDependsOnAnother() {
        for (String service : SERVICES) {
            for (String other : SERVICES) {
                if (!service.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("murmuration." + service + "..")
                            .should()
                            .dependOnClassesThat(resideInAPackage("murmuration." + other + "..")
                                    .and(not(resideInAPackage("..v1.."))))
                            .check(ALL);
                }
            }
        }
    }

    @Test
    void onlyWorkflowsKnowsTemporal() {
        noClasses()
                .that()
                .resideOutsideOfPackages("murmuration.workflows..", "murmuration.standalone")
                .should()
                .dependOnClassesThat(resideInAPackage("io.temporal.."))
                .check(ALL);
    }

    @Test
    void onlyExtractionReadsRawConversations() {
        noClasses()
                .that()
                .resideOutsideOfPackages("murmuration.extraction..", "murmuration.core", "murmuration.runtime")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "keep raw conversations", type -> type.isAssignableTo(ObjectStore.class)))
                .check(ALL);
    }

    @Test
    void onlyPublishedRowsWritesWhatIsShownAndOnlyTheGatewayReadsIt() {
        assertThat(saying("(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|TABLE|MERGE INTO|COPY)\\s+published\\."))
                .containsExactly("murmuration.privacy.PublishedRows");
        assertThat(saying("(FROM|JOIN|INTO|UPDATE|TABLE|COPY)\\s+published\\."))
                .containsExactly(
                        "murmuration.gateway.ClusterQuery",
                        "murmuration.gateway.PublishedRows",
                        "murmuration.privacy.PublishedRows");
    }

    @Test
    void frameworksStayAtTheEdges() {
        noClasses()
                .that(resideInAnyPackage(
                        "murmuration.core",
                        "murmuration.offline..",
                        "murmuration.models..",
                        "murmuration.extraction..",
                        "murmuration.embedding..",
                        "murmuration.clustering..",
                        "murmuration.hierarchy..",
                        "murmuration.privacy.."))
                .and(areNotEdges())
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "org.jdbi.."))
                .check(ALL);
    }

    @Test
    void namesAreNounsOfTheMethod() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Dto|DTO)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(ALL);
    }

    /** The classes, each with those inside it, in whose files such a text stands. */
    private static Set<String> saying(String text) {
        Pattern pattern = Pattern.compile(text);
        return ALL.stream()
                .filter(type -> pattern.matcher(file(type)).find())
                .map(type -> type.getName().replaceAll("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String file(JavaClass type) {
        try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> areNotEdges() {
        return DescribedPredicate.describe("are no edges", type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            String name = outer.getSimpleName().replaceAll("\\$.*|_.*", "");
            return List.of("Grpc", "Resource", "Config", "Wiring", "Worker", "Row", "Rows").stream()
                    .noneMatch(name::endsWith);
        });
    }
}

package murmuration.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting that nobody reads is passed over in silence: what manifests and pages name is there, and all is said. */
class SettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\b(?:MURMURATION|QUARKUS)_[A-Z0-9_]*[A-Z0-9]\\b");
    private static final Pattern PAGE = Pattern.compile(".*\\.(?:md|yaml)");

    private final Settings settings = Settings.ofTheSources();

    @Test
    void theSourcesAreUnderstood() {
        assertThat(settings.names())
                .hasSizeGreaterThan(120)
                .contains(
                        "murmuration.data",
                        "murmuration.vectors.qdrant-api-key",
                        "murmuration.database.password.gateway",
                        "murmuration.gateway.sign-in.oidc.roles.safety",
                        "murmuration.runs.port",
                        "murmuration.workflows.build-id",
                        "quarkus.grpc.clients.runs.load-balancing-policy")
                .doesNotContain("murmuration.database", "murmuration.gateway.sign-in.oidc.roles.all");
    }

    @Test
    void everyVariableOfAManifestOrAPageIsOneThatSomebodyReads() throws IOException {
        Set<String> known = settings.variables();
        for (Path file : files()) {
            assertThat(variables(Files.readString(file))).as(file.toString()).isSubsetOf(known);
        }
    }

    @Test
    void everyFileOfAMountedSecretIsNamedLikeASetting() {
        Manifests.whole()
                .pods()
                .forEach((name, pod) -> pod.getSpec().getVolumes().stream()
                        .flatMap(volume -> Manifests.projected(volume).stream())
                        .flatMap(secret -> secret.getItems().stream())
                        .map(KeyToPath::getPath)
                        .forEach(path -> assertThat(settings.names()).as(name).contains(path)));
    }

    @Test
    void everySettingIsExplained() throws IOException {
        assertThat(settings.unnamed(pages())).isEmpty();
    }

    @Test
    void everyKeyOfTheConfigMapIsExplained() throws IOException {
        Set<String> keys = new TreeSet<>();
        Manifests.everything()
                .of(ConfigMap.class)
                .forEach(map -> keys.addAll(map.getData().keySet()));
        assertThat(keys).hasSizeGreaterThan(30);
        // settings are: everySettingIsExplained
        settings.names().stream().map(Settings::variable).forEach(keys::remove);
        assertThat(keys).isSubsetOf(variables(pages()));
    }

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String pages() throws IOException {
        try (Stream<Path> pages = Files.list(Manifests.FOLDER.resolve("../docs"))) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .map(page -> Manifests.text("docs/" + page.getFileName()))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Manifests and pages, but for what was built, and the list of changes, which names what is no more. */
    private static Set<Path> files() throws IOException {
        Set<Path> files = new TreeSet<>();
        for (String folder : List.of(".", "../docs")) {
            try (Stream<Path> all = Files.walk(Manifests.FOLDER.resolve(folder))) {
                all.filter(file -> PAGE.matcher(file.toString()).matches())
                        .filter(file -> !file.toString().contains("/target/"))
                        .forEach(files::add);
            }
        }
        files.add(Manifests.FOLDER.resolve("../compose.yaml"));
        files.add(Manifests.FOLDER.resolve("../README.md"));
        return files;
    }
}

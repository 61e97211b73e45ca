package murmuration.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/operations.md to the manifests, and all pages to what they tell people to call and to look at. */
class OperationsPageTest {
    private static final Pattern VERB = Pattern.compile("(?m)^([a-z0-9-]+):");
    private static final Pattern MADE = Pattern.compile("(?m)(?:`|^)make ([a-z0-9-]+)");
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])((?:k8s|bin|examples)/[A-Za-z0-9_./-]*[A-Za-z0-9])");

    private final String page = Manifests.text("docs/operations.md");

    @Test
    void everyVerbOfMakeIsThere() throws IOException {
        Set<String> verbs = found(VERB, Manifests.text("Makefile"));
        for (Path each : pages()) {
            assertThat(found(MADE, Files.readString(each))).as(each.toString()).isSubsetOf(verbs);
        }
    }

    @Test
    void everyFileThatIsNamedIsThere() throws IOException {
        for (Path each : pages()) {
            assertThat(found(FILE, Files.readString(each)))
                    .as(each.toString())
                    .allMatch(
                            file -> Files.exists(Manifests.FOLDER.resolve("..").resolve(file)));
        }
    }

    @Test
    void everyComponentIsExplainedAndNoOther() throws IOException {
        try (Stream<Path> folders = Files.list(Manifests.FOLDER.resolve("components"))) {
            assertThat(table("| component | brings | needs |").keySet())
                    .isEqualTo(folders.map(folder -> "`" + folder.getFileName() + "`")
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void everySecretIsExplainedAndNoOther() {
        Map<String, List<String>> explained = table("| secret | keys | who mounts it |");
        Set<String> mounted = new TreeSet<>();
        Manifests.whole()
                .pods()
                .values()
                .forEach(pod ->
                        mounted.addAll(Manifests.secretKeys(pod.getSpec()).keySet()));
        Set<String> secrets = new TreeSet<>();
        for (String each : mounted) {
            String[] secret = each.split("/", 2);
            secrets.add("`" + secret[0] + "`");
            // all of a secret, and one for each process, are told without names
            if (!secret[1].isEmpty() && !secret[0].equals("database-passwords")) {
                assertThat(explained
                                .getOrDefault("`" + secret[0] + "`", List.of("", ""))
                                .get(1))
                        .as(each)
                        .contains("`" + secret[1] + "`");
            }
        }
        // of the Ingress: no pod of ours mounts it
        secrets.add("`gateway-tls`");
        assertThat(explained.keySet()).isEqualTo(secrets);
    }

    @Test
    void whatIsAppliedFirstHasSecretsOfAVaultAndNothingThatReadsThem() {
        assertThat(page)
                .containsSubsequence(
                        "kubectl apply -l '!app.kubernetes.io/name' -f -",
                        "wait --for=condition=ready externalsecret --all",
                        "kubectl apply -k OVERLAY");
        Predicate<HasMetadata> later = each -> each.getMetadata().getLabels().containsKey("app.kubernetes.io/name");
        Manifests whole = Manifests.whole();
        assertThat(whole.of(Strict.ExternalSecret.class)).isNotEmpty().noneMatch(later);
        assertThat(whole.of(Deployment.class)).isNotEmpty().allMatch(later);
        assertThat(whole.of(Job.class)).isNotEmpty().allMatch(later);
    }

    /** First cell of each row → its cells. */
    private Map<String, List<String>> table(String header) {
        Map<String, List<String>> rows = new TreeMap<>();
        page.lines()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .forEach(row -> rows.put(row.getFirst(), row));
        return rows;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(Manifests.FOLDER.resolve("../docs"))) {
            return Stream.concat(pages, Stream.of(Manifests.FOLDER.resolve("../README.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }
}

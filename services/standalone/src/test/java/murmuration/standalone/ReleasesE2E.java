package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import murmuration.privacy.RandomRelease;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import murmuration.runtime.Parallel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 520 random runs, seeds 0 to 519, published by the product and read over HTTP in every way that there is: a reader who
 * keeps all answers and does linear programming over them finds no small group, nor that a few conversations ended
 * somewhere. What is promised of each is in {@link ReadableTable} and {@link ReadableEnds}. Two runs over the same
 * conversations are not among them: numbers of the later one carry noise. No tolerance but the simplex's 1e-6.
 */
@Timeout(1200)
class ReleasesE2E {
    private static final int RELEASES = Integer.parseInt(System.getenv().getOrDefault("RELEASES", "520"));
    private static final int QUERIES = 20 * RELEASES;
    private static final int AT_ONCE = 4;

    @TempDir
    static Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicReference<@Nullable Readable> latest = new AtomicReference<>();
    private final AtomicInteger pairs = new AtomicInteger();
    private final AtomicInteger slower = new AtomicInteger();
    private final Set<String> changes = new ConcurrentSkipListSet<>();
    private String address = "";

    @Test
    void noSmallGroupCanBeReadFromAnyAnswerNorFromAllOfThem() throws IOException, SQLException {
        Packaged packaged = new Packaged(data);
        Process server = packaged.serve();
        try {
            address = packaged.server().path("url").asText() + "/api/v1/";
            Set<String> digests = new TreeSet<>();
            AtomicInteger small = new AtomicInteger();
            AtomicInteger ends = new AtomicInteger();
            AtomicInteger blurred = new AtomicInteger();
            AtomicInteger shown = new AtomicInteger();
            AtomicInteger hidden = new AtomicInteger();
            AtomicInteger compared = new AtomicInteger();
            try (AgroalDataSource owner = source("postgres");
                    AgroalDataSource privacy = source("murmuration_privacy");
                    Parallel parallel = new Parallel(AT_ONCE, () -> {})) {
                parallel.map(
                        IntStream.range(0, RELEASES).boxed().toList(),
                        seed -> {
                            RandomRelease release = RandomRelease.of(seed, new Database(owner), new Database(privacy));
                            String facet = RandomRelease.facet(seed);
                            Readable readable = read(release, facet, hidden);
                            Readable.Tried tried = readable.check(facet);
                            small.addAndGet(tried.cells());
                            ends.addAndGet(tried.ends());
                            blurred.addAndGet(tried.blurred());
                            shown.addAndGet(readable.clusters().size());
                            compared.addAndGet(beside(readable));
                            return release.digest();
                        },
                        digests::add);
            }
            assertThat(digests).as("distinct releases").hasSizeGreaterThanOrEqualTo(RELEASES - RELEASES / 26);
            assertThat(queries.get()).isGreaterThanOrEqualTo(QUERIES);
            // not by showing nothing, and not for want of anything to hide
            assertThat(shown.get()).isGreaterThan(RELEASES);
            assertThat(small.get()).isGreaterThan(RELEASES);
            assertThat(ends.get()).isGreaterThan(RELEASES);
            assertThat(blurred.get()).isGreaterThan(RELEASES / 10);
            assertThat(hidden.get()).isGreaterThan(RELEASES / 2);
            assertThat(compared.get()).isGreaterThan(RELEASES);
            assertThat(changes).contains("NEW", "GONE", "MATCHED");
            // of a withheld and an unknown id, asked for one after the other in turn, which took longer: five standard
            // errors
            assertThat(slower.get() / (double) pairs.get())
                    .as("withheld ids that took longer, of %s", pairs)
                    .isCloseTo(0.5, within(2.5 / Math.sqrt(pairs.get())));
        } finally {
            Packaged.end(server);
        }
    }

    /** Asks everything that can be asked of a run. */
    private Readable read(RandomRelease release, String facet, AtomicInteger hidden) {
        String run = path(release);
        Readable readable = new Readable(release);
        for (int depth : new int[] {3, 1}) {
            JsonNode tree = json(run + "/tree?depth=" + depth);
            tree.path("clusters").forEach(top -> nodes(top, "", readable));
            readable.cells("", tree);
            readable.ends().coverage(tree.path("coverage"));
        }
        Set<String> published = readable.clusters();
        String value = release.conversations().getFirst().answer(facet);
        for (String sort :
                List.of("size", "name", "facet&facet=" + encoded(facet + ":" + (value.isEmpty() ? "basic" : value)))) {
            assertThat(pages(run + "/clusters?sort=" + sort + "&limit=2", readable))
                    .containsExactlyInAnyOrderElementsOf(published);
        }
        assertThat(pages(run + "/clusters?q=Topic", readable)).containsExactlyInAnyOrderElementsOf(published);
        assertThat(pages(run + "/clusters?q=" + encoded(RandomRelease.HIDDEN), readable))
                .isEmpty();
        for (String level : List.of("", "?level=1")) {
            json(run + "/map" + level).path("clusters").forEach(each -> readable.cluster(each, null));
        }
        JsonNode export = json(run + "/export?format=json");
        readable.told(export);
        export.path("clusters").forEach(each -> readable.cluster(each, null));
        readable.cells("", export.path("run"));
        readable.ends().coverage(export.path("run").path("coverage"));
        ok(run + "/export?format=csv")
                .body()
                .lines()
                .skip(1)
                .forEach(line -> readable.row(List.of(line.split(",", -1))));
        readable.ends()
                .manifest(
                        json(run + "/manifest"),
                        readable.under().getOrDefault(Readable.WHOLE, Set.of()).size());
        progress(run, readable);
        for (String id : published) {
            readable.cluster(json(run + "/clusters/" + id), null);
        }
        published.stream().limit(1).forEach(id -> pages(run + "/clusters?level=0&parent=" + id, readable));
        withheld(release, published, hidden);
        assertThat(readable.clusters()).isEqualTo(published);
        return readable;
    }

    /** The run itself, the same where its events are heard once more, and the data set that it draws from. */
    private void progress(String run, Readable readable) {
        JsonNode shown = json(run);
        readable.ends().run(shown);
        readable.ends()
                .dataset(json("datasets/" + shown.path("dataset").path("id").asText()));
        String events = ok(run + "/events").body();
        assertThat(events.lines()
                        .filter(line -> line.startsWith("data:"))
                        .map(line -> Json.read(line.substring("data:".length()), JsonNode.class)))
                .containsExactly(shown);
    }

    /** Asks for the run beside one that was read before; answers how many clusters were shown. */
    private int beside(Readable readable) {
        @Nullable Readable before = latest.getAndSet(null);
        int shown = before == null ? 0 : compare(before, readable) + compare(readable, before);
        latest.set(readable);
        return shown;
    }

    /** What stands side by side is what each has shown by itself: no other cluster, and no number of its own. */
    private int compare(Readable a, Readable b) {
        JsonNode answer = json("runs/" + a.run() + "/compare/" + b.run());
        a.ends().coverage(answer.path("a").path("coverage"));
        b.ends().coverage(answer.path("b").path("coverage"));
        Set<String> own = new TreeSet<>(a.numbers());
        own.addAll(b.numbers());
        assertThat(own).containsAll(Readable.numbers(answer));
        Set<String> seenOfA = new TreeSet<>();
        Set<String> seenOfB = new TreeSet<>();
        for (JsonNode row : answer.path("rows")) {
            changes.add(row.path("change").asText());
            side(row.path("a"), a, seenOfA);
            side(row.path("b"), b, seenOfB);
            String near = row.path("near").path("id").asText();
            assertThat(near.isEmpty() || (row.has("a") ? b : a).clusters().contains(near))
                    .isTrue();
        }
        return seenOfA.size() + seenOfB.size();
    }

    private static void side(JsonNode cluster, Readable of, Set<String> seen) {
        if (!cluster.isMissingNode()) {
            assertThat(of.clusters()).contains(cluster.path("id").asText());
            of.cluster(cluster, null);
            assertThat(seen.add(cluster.path("id").asText())).isTrue();
        }
    }

    /** What is withheld is as if it were not: the answers are those to an id that nothing has. */
    private void withheld(RandomRelease release, Set<String> published, AtomicInteger hidden) {
        String run = path(release);
        String tag = ok(run + "/tree").headers().firstValue("ETag").orElseThrow();
        List<List<String>> withheld = new ArrayList<>();
        IntStream.range(0, release.parents().size())
                .filter(k -> !published.contains(release.id(0, k)))
                .forEach(k -> withheld.add(release.withheldIds(0, k)));
        release.parents().stream()
                .distinct()
                .filter(k -> k >= 0 && !published.contains(release.id(1, k)))
                .forEach(k -> withheld.add(release.withheldIds(1, k)));
        hidden.addAndGet(withheld.size());
        for (String id : withheld.isEmpty() ? List.<String>of() : withheld.getFirst()) {
            for (String condition : List.of("If-None-Match: " + tag, "If-None-Match: \"x\"", "If-Match: \"x\"")) {
                String[] header = condition.split(": ", 2);
                String unknown = release.id(0, release.parents().size());
                boolean first = pairs.incrementAndGet() % 2 == 0;
                long began = System.nanoTime();
                HttpResponse<String> a = get(run + "/clusters/" + (first ? id : unknown), header);
                long between = System.nanoTime();
                HttpResponse<String> b = get(run + "/clusters/" + (first ? unknown : id), header);
                boolean firstTook = between - began > System.nanoTime() - between;
                slower.addAndGet(firstTook == first ? 1 : 0);
                HttpResponse<String> one = first ? a : b;
                HttpResponse<String> none = first ? b : a;
                assertThat(one.statusCode()).isEqualTo(none.statusCode()).isNotEqualTo(200);
                assertThat(one.body()).isEqualTo(none.body());
                assertThat(one.headers().map().keySet())
                        .isEqualTo(none.headers().map().keySet());
            }
            assertThat(ok(run + "/clusters?parent=" + id).body())
                    .isEqualTo(ok(run + "/clusters?parent=none").body());
        }
    }

    private static String path(RandomRelease release) {
        return "runs/" + release.run().runId();
    }

    private void nodes(JsonNode node, String parent, Readable readable) {
        readable.cluster(node, parent);
        node.path("children").forEach(child -> nodes(child, node.path("id").asText(), readable));
    }

    private List<String> pages(String path, Readable readable) {
        List<String> ids = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = json(path + (after.isEmpty() ? "" : "&after=" + encoded(after)));
            page.path("items").forEach(each -> {
                readable.cluster(each, null);
                ids.add(each.path("id").asText());
            });
            after = page.path("next").asText();
        } while (!after.isEmpty());
        assertThat(ids).doesNotHaveDuplicates();
        return ids;
    }

    private JsonNode json(String path) {
        return Json.read(ok(path).body(), JsonNode.class);
    }

    private HttpResponse<String> ok(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    private HttpResponse<String> get(String path, String... header) {
        queries.incrementAndGet();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(1));
        if (header.length == 2) {
            request.header(header[0], header[1]);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.body()).doesNotContain(RandomRelease.HIDDEN, "\"" + RandomRelease.OWN);
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The server's own database, as one of its roles. */
    private static AgroalDataSource source(String role) throws IOException, SQLException {
        String port =
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
        String password = Files.readString(data.resolve("keys/database.key")).strip();
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(AT_ONCE)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(
                                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?options=-c%20role%3D" + role)
                                .principal(new NamePrincipal("postgres"))
                                .credential(new SimplePassword(password)))));
    }
}

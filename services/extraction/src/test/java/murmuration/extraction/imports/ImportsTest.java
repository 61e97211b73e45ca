package murmuration.extraction.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Conversation;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.Bench;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.source.SourceFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    private final Path folder;
    private final Bench bench;

    ImportsTest(@TempDir Path folder) {
        this.folder = folder;
        bench = new Bench(folder);
    }

    @Test
    void cutsShardsInTheSourcesOrderAndCounts() {
        DatasetKey dataset = Bench.dataset();
        Imported imported = bench.read(dataset, records(5001, ""));

        assertThat(imported.conversations()).isEqualTo(5001);
        assertThat(imported.shards()).isEqualTo(2);
        assertThat(imported.accounts()).isEqualTo(10);
        assertThat(imported.withoutAccount()).isZero();
        assertThat(imported.formats()).containsEntry("shared", 5001L);
        assertThat(bench.shardRows.of(dataset)).extracting("conversations").containsExactly(5000, 1);
        List<Conversation> conversations = bench.conversations(dataset);
        assertThat(conversations).hasSize(5001);
        assertThat(conversations.get(5000).turns().getFirst().text()).isEqualTo("text 5000");
    }

    @Test
    void importingTwiceChangesNothing() throws IOException {
        DatasetKey dataset = Bench.dataset();
        String content = records(100, "") + "not JSON\n";
        Imported first = bench.read(dataset, content);
        List<String> objects = bench.objects.list("");
        assertThat(bench.read(dataset, content)).isEqualTo(first);
        assertThat(bench.objects.list("")).isEqualTo(objects);

        Imported elsewhere = bench.read(Bench.dataset(), content);
        assertThat(elsewhere).isEqualTo(first);
    }

    @Test
    void idsAreNotTheSources() throws IOException {
        DatasetKey dataset = Bench.dataset();
        bench.read(dataset, records(3, ""));
        for (String key : bench.objects.list("")) {
            try (InputStream in = bench.objects.open(key)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("source-id", "account-");
            }
        }
        assertThat(bench.conversations(dataset).toString()).doesNotContain("source-id", "account-");
    }

    @Test
    void labelsAndMetadataChangeNeitherIdsNorOrder() {
        DatasetKey with = Bench.dataset();
        DatasetKey without = Bench.dataset();
        Imported labeled = bench.read(with, records(50, ",\"labels\":{\"intent\":\"x\",\"other\":1}"), "labels.intent");
        Imported bare = bench.read(without, records(50, ""));

        assertThat(bench.conversations(with).getFirst().metadata()).containsOnlyKeys("labels.intent");
        assertThat(bench.conversations(without).getFirst().metadata()).isEmpty();
        assertThat(bench.conversations(with))
                .extracting(Conversation::id)
                .isEqualTo(bench.conversations(without).stream()
                        .map(Conversation::id)
                        .toList());
        assertThat(labeled.digest()).isNotEqualTo(bare.digest());
    }

    @Test
    void aLabelThatIsNotAllowedLeavesTheDigestAsItIs() {
        assertThat(bench.read(Bench.dataset(), records(50, ",\"labels\":{\"intent\":\"x\"}"))
                        .digest())
                .isEqualTo(bench.read(Bench.dataset(), records(50, "")).digest());
    }

    @Test
    void repeatedIdsAndExactDuplicatesAreQuarantinedByLine() {
        String withId = record("1", "a", "one", "");
        String bare = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}\n";
        Imported imported = bench.read(
                Bench.dataset(), withId + record("1", "a", "another", "") + bare + bare + record("2", "a", "one", ""));

        assertThat(imported.conversations()).isEqualTo(3);
        assertThat(imported.quarantined()).containsEntry("duplicate id", 1L).containsEntry("exact duplicate", 1L);
        assertThat(imported.faults()).containsExactly("line 2: duplicate id", "line 4: exact duplicate");
        assertThat(imported.withoutAccount()).isEqualTo(1);
    }

    @Test
    void theQuarantineListsPlaceAndRuleAndNothingOfTheRecord() throws IOException {
        DatasetKey dataset = Bench.dataset();
        Imported imported = bench.read(dataset, records(2, "") + "{\"canary\":\n".repeat(30));

        assertThat(imported.quarantined()).containsEntry("malformed JSON", 30L);
        assertThat(imported.faults()).hasSize(20).first().isEqualTo("line 3: malformed JSON");
        String key = "quarantine/default/" + dataset.id() + ".jsonl.zst";
        try (InputStream in = new ZstdInputStream(bench.objects.open(key))) {
            String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(list.lines())
                    .hasSize(30)
                    .first()
                    .isEqualTo("{\"file\":1,\"record\":3,\"rule\":\"malformed JSON\"}");
            assertThat(list).doesNotContain("canary");
        }
    }

    @Test
    void aSourceOfWhichNothingCanBeTakenIsRefused() throws IOException {
        assertRefused(
                () -> bench.read(Bench.dataset(), "{\"messages\":[]}\n"),
                ErrorCode.UNREADABLE_SOURCE,
                "line 1: no list of messages");
        assertThat(bench.objects.list("")).isEmpty();
    }

    @Test
    void aFullDiskIsNamedAndLeavesNothing() throws IOException {
        FullObjects full = new FullObjects(folder.resolve("objects"), 1);
        Bench tight = new Bench(folder, full);
        String content = records(10_001, "");
        assertRefused(
                () -> tight.read(Bench.dataset(), content), ErrorCode.STORAGE_FULL, "nothing of the import is kept");
        assertThat(full.list("")).isEmpty();
        try (var left = Files.list(folder.resolve("unfinished"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void onlyFilesUnderARootAreRead() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path outside = Files.writeString(folder.resolve("outside.jsonl"), records(2, ""));
        Path link = Files.createSymbolicLink(root.resolve("link.jsonl"), outside);
        Files.writeString(root.resolve("inside.jsonl"), records(2, ""));
        Imports imports = bench.imports(16 << 20, root);

        for (String uri : List.of(outside.toString(), link.toString(), "link.jsonl", "../outside.jsonl", "/nowhere")) {
            assertRefused(() -> imports.run(request(uri), Bench.SILENT), ErrorCode.FORBIDDEN, "roots");
        }
        assertRefused(() -> imports.run(request("missing.jsonl"), Bench.SILENT), ErrorCode.NOT_FOUND, "no such file");
        assertRefused(() -> imports.run(request("."), Bench.SILENT), ErrorCode.UNREADABLE_SOURCE, "not a file");
        assertThat(imports.run(request("inside.jsonl"), Bench.SILENT).conversations())
                .isEqualTo(2);
    }

    @Test
    void aRootThatIsNotThereTellsNothingOfOtherFiles() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.jsonl"), records(2, ""));
        Path nowhere = folder.resolve("nowhere.jsonl");
        Imports imports = bench.imports(16 << 20, folder.resolve("absent"));
        for (Path uri : List.of(outside, nowhere)) {
            assertRefused(() -> imports.run(request(uri.toString()), Bench.SILENT), ErrorCode.FORBIDDEN, "roots");
        }
        assertRefused(() -> imports.run(request("any.jsonl"), Bench.SILENT), ErrorCode.NOT_FOUND, "no such file");
    }

    @Test
    void aRelativePathIsLookedForInEachRoot() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path absent = folder.resolve("absent");
        Path second = Files.createDirectories(folder.resolve("second"));
        Path file = Files.writeString(second.resolve("some.jsonl"), records(2, ""));
        for (Path first : List.of(empty, absent)) {
            Sources sources = new Sources(bench.uploads, List.of(first, second));
            assertThat(sources.file(Bench.TENANT, "some.jsonl")).isEqualTo(file.toRealPath());
        }
    }

    @Test
    void aRootOfEachTenantShowsNobodyAnothers() throws IOException {
        for (String tenant : List.of(Bench.TENANT, "other")) {
            Path own = Files.createDirectories(folder.resolve("import").resolve(tenant));
            Files.writeString(own.resolve(tenant + ".jsonl"), records(2, ""));
        }
        Imports imports = bench.imports(16 << 20, folder.resolve("import").resolve(Sources.TENANT));
        assertThat(imports.run(request(Bench.TENANT + ".jsonl"), Bench.SILENT).conversations())
                .isEqualTo(2);
        String others = folder.resolve("import/other/other.jsonl").toString();
        for (String uri : List.of("../other/other.jsonl", others)) {
            assertRefused(() -> imports.run(request(uri), Bench.SILENT), ErrorCode.FORBIDDEN, "roots");
        }
        assertRefused(() -> imports.run(request("other.jsonl"), Bench.SILENT), ErrorCode.NOT_FOUND, "no such file");
    }

    @Test
    void anUploadIsImportedOnceAndThenGone() throws IOException {
        String uri;
        try (Upload upload = bench.uploads.begin(Bench.TENANT)) {
            upload.file("../of mine.jsonl");
            upload.write(records(2, "").getBytes(StandardCharsets.UTF_8));
            upload.finish();
            uri = upload.uri();
        }
        ImportRequest request = request(uri);
        assertThat(bench.imports().run(request, Bench.SILENT).conversations()).isEqualTo(2);
        assertThat(bench.objects.list("uploads/")).isEmpty();
        assertThat(bench.imports().run(request, Bench.SILENT).conversations()).isEqualTo(2);
        assertRefused(() -> bench.imports().run(request(uri), Bench.SILENT), ErrorCode.NOT_FOUND, "no such upload");
    }

    @Test
    void anUploadGoesAlsoWhereAnEarlierAttemptHadImportedIt() throws IOException {
        DatasetKey dataset = Bench.dataset();
        Imported imported = bench.read(dataset, records(2, ""));
        assertThat(upload(dataset, records(2, ""))).isEqualTo(imported);
        assertThat(bench.objects.list("uploads/")).isEmpty();
    }

    @Test
    void filesThatWereSentTogetherBecomeOneDatasetInTheirOrder() {
        DatasetKey dataset = Bench.dataset();
        String array = "[" + record("3", "a", "three", "").strip() + ",7]";
        Imported imported = upload(
                dataset,
                record("2", "a", "two", "") + record("1", "b", "one", ""),
                array,
                record("1", "b", "again", "") + record("4", "c", "four", ""));

        assertThat(bench.conversations(dataset))
                .extracting(conversation -> conversation.turns().getFirst().text())
                .containsExactly("two", "one", "three", "four");
        assertThat(imported.accounts()).isEqualTo(3);
        assertThat(imported.formats()).containsExactly(Map.entry("shared", 4L));
        assertThat(imported.faults())
                .containsExactly("file 2, record 2: not a JSON object", "file 3, line 1: duplicate id");
    }

    @Test
    void oneFileThatIsNoConversationsRefusesAllAndIsNamed() throws IOException {
        assertRefused(
                () -> upload(Bench.dataset(), records(3, ""), "a,b\n1,2\n"),
                ErrorCode.UNREADABLE_SOURCE,
                "part-1.jsonl");
        assertThat(bench.objects.list("")).allMatch(key -> key.startsWith("uploads/"));
    }

    @Test
    void anUploadIsKnownByItsBytesAndAFileByItsState() throws IOException {
        Identities identities = bench.identities();
        String identity = identities.of(Bench.TENANT, staged("one", "two"));
        assertThat(identities.of(Bench.TENANT, staged("one", "two"))).isEqualTo(identity);
        assertThat(List.of(staged("onetwo"), staged("two", "one"), staged("one", "two", "three")))
                .extracting(uri -> identities.of(Bench.TENANT, uri))
                .doesNotContain(identity)
                .doesNotHaveDuplicates();

        String file = bench.file(records(2, "").getBytes(StandardCharsets.UTF_8));
        String before = identities.of(Bench.TENANT, file);
        assertThat(identities.of(Bench.TENANT, file)).isEqualTo(before);
        Files.writeString(Path.of(file), records(3, ""));
        assertThat(identities.of(Bench.TENANT, file)).isNotEqualTo(before);
    }

    @Test
    void aFileThatWasReplacedByOneOfTheSameSizeAndTimeIsAnother() throws IOException {
        Identities identities = bench.identities();
        Path file = Path.of(bench.file(record("1", "a", "one", "")));
        String before = identities.of(Bench.TENANT, file.toString());
        Path other = Path.of(bench.file(record("1", "a", "two", "")));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(identities.of(Bench.TENANT, file.toString())).isNotEqualTo(before);
    }

    @Test
    void aFileThatWasWrittenAnewWithItsTimeSetBackIsAnother() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
        Identities identities = bench.identities();
        Path file = Path.of(bench.file(record("1", "a", "one", "")));
        String before = identities.of(Bench.TENANT, file.toString());
        FileTime time = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");
        // the clock of some file systems is coarse
        while (Files.getAttribute(file, "unix:ctime").equals(changed)) {
            Files.writeString(file, record("1", "a", "two", ""));
            Files.setLastModifiedTime(file, time);
        }
        assertThat(identities.of(Bench.TENANT, file.toString())).isNotEqualTo(before);
    }

    @Test
    void anUploadThatIsNotWantedIsGone() throws IOException {
        String uri = staged("one");
        bench.uploads.discard(Bench.TENANT, uri);
        bench.uploads.discard(Bench.TENANT, uri);
        assertThat(bench.objects.list("uploads/")).isEmpty();
    }

    private Imported upload(DatasetKey dataset, String... contents) {
        return bench.imports().run(new ImportRequest(dataset, staged(contents), "auto", List.of()), Bench.SILENT);
    }

    private String staged(String... contents) {
        try (Upload upload = bench.uploads.begin(Bench.TENANT)) {
            for (int i = 0; i < contents.length; i++) {
                upload.file("part-" + i + ".jsonl");
                upload.write(contents[i].getBytes(StandardCharsets.UTF_8));
            }
            upload.finish();
            return upload.uri();
        }
    }

    @Test
    void aLongFileComesOutAsItWentInWhateverItsPieces() throws IOException {
        byte[] content = new byte[2 * Upload.PART + 17];
        new Random(5).nextBytes(content);
        String uri;
        try (Upload upload = bench.uploads.begin(Bench.TENANT)) {
            upload.file("empty");
            upload.file("long");
            for (int from = 0; from < content.length; from += 1_000_003) {
                upload.write(Arrays.copyOfRange(content, from, Math.min(content.length, from + 1_000_003)));
            }
            upload.finish();
            uri = upload.uri();
        }
        assertThat(bench.objects.list("uploads/")).hasSize(1 + 3 + 1);

        List<SourceFile> found = new Uploads(bench.objects).find(Bench.TENANT, uri);
        assertThat(found).extracting(SourceFile::name).containsExactly("empty", "long");
        for (int again = 0; again < 2; again++) {
            try (InputStream in = found.getLast().content().open()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void whatWasSentTwoDaysAgoAndNeverImportedGoesWithTheNextUpload() throws IOException {
        String kept = staged("one");
        UUID old = from(Duration.ofHours(49));
        bench.objects.put("uploads/" + Bench.TENANT + "/" + old + "/000000-x/000000", out -> out.write(1));
        bench.objects.put("uploads/other/" + old + "/000000-x/000000", out -> out.write(1));

        staged("two");

        assertThat(bench.objects.list("uploads/"))
                .noneMatch(key -> key.startsWith("uploads/" + Bench.TENANT + "/" + old))
                .anyMatch(key -> key.startsWith("uploads/other/" + old));
        assertThat(bench.uploads.find(Bench.TENANT, kept)).hasSize(1);
    }

    @Test
    void whatTookADayToBeSentIsStillImported() {
        UUID old = from(Duration.ofHours(25));
        String uri = "upload:" + old;
        try (Upload upload = new Upload(bench.objects, uri, "uploads/" + Bench.TENANT + "/" + old + "/")) {
            upload.file("x");
            upload.write(record("1", "a", "one", "").getBytes(StandardCharsets.UTF_8));
            upload.finish();
        }
        staged("two");

        assertThat(bench.uploads.find(Bench.TENANT, uri)).hasSize(1);
    }

    private static UUID from(Duration ago) {
        return new UUID(Instant.now().minus(ago).toEpochMilli() << 16 | 0x7000L, Long.MIN_VALUE);
    }

    @Test
    void anUnfinishedUploadLeavesNothing() throws IOException {
        try (Upload upload = bench.uploads.begin(Bench.TENANT)) {
            upload.file("x");
            upload.write(new byte[Upload.PART + 10]);
            assertThat(bench.objects.list("uploads/")).hasSize(1);
        }
        assertThat(bench.objects.list("uploads/")).isEmpty();
    }

    private static ImportRequest request(String uri) {
        return new ImportRequest(Bench.dataset(), uri, "auto", List.of());
    }

    private static String records(int n, String more) {
        return IntStream.range(0, n)
                .mapToObj(i -> record("source-id-" + i, "account-" + i % 10, "text " + i, more))
                .collect(Collectors.joining());
    }

    private static String record(String id, String account, String text, String more) {
        return "{\"id\":\"" + id + "\",\"account_id\":\"" + account
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}\n";
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}

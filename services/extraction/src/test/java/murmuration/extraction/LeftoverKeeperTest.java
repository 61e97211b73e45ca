package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import murmuration.core.ObjectStore;
import murmuration.extraction.imports.Upload;
import murmuration.extraction.imports.Uploads;
import murmuration.runtime.FolderObjects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was left behind goes without anybody sending anything. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftoverKeeperTest {
    @TempDir
    Path folder = Path.of("");

    private ObjectStore objects;
    private Uploads uploads;
    private LeftoverKeeper keeper;

    @BeforeEach
    void open() {
        objects = new FolderObjects(folder);
        uploads = new Uploads(objects);
        keeper = new LeftoverKeeper(objects, uploads);
    }

    @Test
    void allTenantsOldUploadsGoWithTheStart() throws IOException {
        stage("blue", Duration.ofHours(49));
        stage("red", Duration.ofDays(300));

        keeper.start();
        while (!objects.list("uploads/").isEmpty()) {
            Thread.onSpinWait();
        }
        keeper.stop();
    }

    @Test
    void aWriteThatNeverEndedGoesWithTheStart() throws IOException {
        objects.put("shards/blue/kept", out -> out.write(1));
        Path half = Files.writeString(folder.resolve(".unfinished").resolve("put1"), "half a conversation");
        Files.setLastModifiedTime(half, FileTime.from(Instant.now().minus(Duration.ofHours(49))));

        keeper.start();
        while (Files.exists(half)) {
            Thread.onSpinWait();
        }
        keeper.stop();
        assertThat(objects.list("")).containsExactly("shards/blue/kept");
    }

    @Test
    void whatOthersAreSendingStays() throws IOException {
        stage("blue", Duration.ofHours(47));
        objects.put("uploads/blue/no-upload/x", out -> out.write(1));
        try (Upload sent = uploads.begin("red")) {
            sent.file("mine.jsonl");
            sent.write("{}".getBytes(StandardCharsets.UTF_8));
            keeper.tend();
            sent.finish();
        }
        keeper.tend();

        assertThat(objects.list("uploads/blue/")).hasSize(3);
        assertThat(objects.list("uploads/red/")).hasSize(2);
    }

    /** An upload that was begun so long ago, of a file of one part. */
    private void stage(String tenant, Duration ago) throws IOException {
        UUID id = new UUID(Instant.now().minus(ago).toEpochMilli() << 16 | 0x7000L, Long.MIN_VALUE);
        objects.put("uploads/" + tenant + "/" + id + "/000000-x/000000", out -> out.write(1));
        objects.put("uploads/" + tenant + "/" + id + "/digest", out -> out.write(1));
    }
}

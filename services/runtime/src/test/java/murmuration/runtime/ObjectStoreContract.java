package murmuration.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store does; a subclass for each adapter says which one. */
public abstract class ObjectStoreContract {
    private ObjectStore store;

    /** The store under test; the suite keeps to {@code contract/}. */
    protected abstract ObjectStore store() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = store();
        store.deleteAll("contract/");
    }

    @AfterEach
    void leaveNothing() throws IOException {
        store.deleteAll("contract/");
    }

    @Test
    void givesBackWhatWasPut() throws IOException {
        put("contract/a/0-f00.jsonl.zst", "one");

        assertThat(read("contract/a/0-f00.jsonl.zst")).isEqualTo("one");
        assertThat(store.has("contract/a/0-f00.jsonl.zst")).isTrue();
        assertThat(store.has("contract/a")).isFalse();
        assertThat(store.has("contract/b")).isFalse();
    }

    @Test
    void aSecondPutReplacesTheFirst() throws IOException {
        put("contract/a", "a longer one");
        put("contract/a", "two");

        assertThat(read("contract/a")).isEqualTo("two");
        assertThat(store.list("contract/")).containsExactly("contract/a");
    }

    @Test
    void anAbsentObjectIsSaidToBeAbsent() throws IOException {
        put("contract/ab", "one");

        assertThatThrownBy(() -> store.open("contract/a")).isInstanceOf(NoSuchFileException.class);
        assertThat(store.has("contract/a")).isFalse();
        assertThat(store.list("contract/a/")).isEmpty();
        assertThat(store.deleteAll("contract/a/")).isZero();
    }

    @Test
    void anEmptyObjectIsOne() throws IOException {
        put("contract/a", "");

        assertThat(read("contract/a")).isEmpty();
        assertThat(store.has("contract/a")).isTrue();
    }

    @Test
    void keepsWhatIsLargerThanMemoryWouldHoldAtOnce() throws IOException {
        Random bytes = new Random(7);
        byte[] chunk = new byte[1 << 20];
        Digest written = new Digest();
        store.put("contract/large", out -> {
            for (int i = 0; i < 37; i++) {
                bytes.nextBytes(chunk);
                written.add(chunk);
                out.write(chunk, 0, 99);
                out.write(chunk, 99, chunk.length - 100);
                out.write(chunk[chunk.length - 1]);
            }
        });

        Digest found = new Digest();
        try (InputStream in = store.open("contract/large")) {
            for (byte[] read = in.readNBytes(1 << 20); read.length > 0; read = in.readNBytes(1 << 20)) {
                found.add(read);
            }
        }
        assertThat(found.hex()).isEqualTo(written.hex());
    }

    @Test
    void aLargePutThatFailsLeavesNothing() throws IOException {
        byte[] chunk = new byte[1 << 20];
        assertThatThrownBy(() -> store.put("contract/large", out -> {
                    for (int i = 0; i < 20; i++) {
                        out.write(chunk);
                    }
                    throw new IOException("torn");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("torn");

        assertThat(store.has("contract/large")).isFalse();
        assertThat(store.list("contract/")).isEmpty();
    }

    @Test
    void whatIsBeingWrittenIsNotLeftOver() throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        byte[] chunk = new byte[1 << 20];
        store.put("contract/large", out -> {
            for (int i = 0; i < 20; i++) {
                out.write(chunk);
                store.deleteUnfinished(yesterday);
            }
        });

        assertThat(store.has("contract/large")).isTrue();
    }

    @Test
    void listsAndDeletesMoreThanAPage() throws Exception {
        List<String> keys = IntStream.range(0, 1010)
                .mapToObj(i -> String.format(Locale.ROOT, "contract/many/%04d", i))
                .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> done : pool.invokeAll(keys.stream()
                    .<Callable<Boolean>>map(key -> () -> {
                        put(key, key);
                        return true;
                    })
                    .toList())) {
                done.get();
            }
        }

        assertThat(store.list("contract/many/")).isEqualTo(keys);
        assertThat(store.deleteAll("contract/many/")).isEqualTo(1010);
        assertThat(store.list("contract/")).isEmpty();
    }

    @Test
    void aPutThatFailsChangesNothing() throws IOException {
        put("contract/a", "one");

        for (String key : new String[] {"contract/a", "contract/b"}) {
            assertThatThrownBy(() -> store.put(key, out -> {
                        out.write("tw".getBytes(UTF_8));
                        throw new IOException("torn");
                    }))
                    .isInstanceOf(IOException.class);
        }

        assertThat(read("contract/a")).isEqualTo("one");
        assertThat(store.list("contract/")).containsExactly("contract/a");
    }

    @Test
    void whoReadsWhileItIsReplacedSeesOneOrTheOther() throws IOException {
        put("contract/a", "one");
        try (InputStream open = store.open("contract/a")) {
            put("contract/a", "two");
            assertThat(new String(open.readAllBytes(), UTF_8)).isIn("one", "two");
        }
    }

    @Test
    void listsKeysByPrefixInOrder() throws IOException {
        for (String key : new String[] {"d2/b", "d1/10", "d1/9", "d1/2/x", "d10/a"}) {
            put("contract/" + key, key);
        }

        assertThat(store.list("contract/d1/")).containsExactly("contract/d1/10", "contract/d1/2/x", "contract/d1/9");
        assertThat(store.list("contract/d1"))
                .containsExactly("contract/d1/10", "contract/d1/2/x", "contract/d1/9", "contract/d10/a");
        assertThat(store.list("contract/none/")).isEmpty();
        assertThat(store.list("")).containsAll(store.list("contract/")).isSorted();
    }

    @Test
    void deletesAllUnderAPrefixAndNothingElse() throws IOException {
        for (String key : new String[] {"d1/a", "d1/b/c", "d10/a"}) {
            put("contract/" + key, key);
        }

        assertThat(store.deleteAll("contract/d1/")).isEqualTo(2);
        assertThat(store.deleteAll("contract/d1/")).isZero();
        assertThat(store.list("contract/")).containsExactly("contract/d10/a");
        assertThatThrownBy(() -> store.deleteAll("")).isInstanceOf(MurmurationException.class);
    }

    @Test
    void keysThatLeadElsewhereAreRefused() {
        for (String key :
                new String[] {"", "/etc/passwd", "../a", "a/../b", "a//b", "a/", "a\\b", ".hidden", "a/.b", "ä", "a\nb"
                }) {
            assertThatThrownBy(() -> put(key, "x"))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
            assertThatThrownBy(() -> store.open(key)).isInstanceOf(MurmurationException.class);
        }
        for (String prefix : new String[] {"/", "../", "a/../", ".unfinished"}) {
            assertThatThrownBy(() -> store.deleteAll(prefix)).isInstanceOf(MurmurationException.class);
        }
    }

    @Test
    void putsAndDeletesOfManyThreadsDoNotDisturbEachOther() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int thread = i;
            calls.add(() -> {
                for (int j = 0; j < 50; j++) {
                    put("contract/" + thread + "/deep/" + j, "x");
                    assertThat(store.deleteAll("contract/" + thread + "/")).isEqualTo(1);
                }
                return true;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(calls.size())) {
            for (Future<Boolean> call : pool.invokeAll(calls)) {
                assertThat(call.get()).isTrue();
            }
        }
        assertThat(store.list("contract/")).isEmpty();
    }

    private void put(String key, String content) throws IOException {
        store.put(key, out -> out.write(content.getBytes(UTF_8)));
    }

    private String read(String key) throws IOException {
        try (InputStream in = store.open(key)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}

package murmuration.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every object store does; a subclass for each adapter says which one. */
public abstract class ObjectStoreContract {
    private ObjectStore store;

    /** The store under test, empty under {@code contract/}. */
    protected abstract ObjectStore store() throws IOException;

    @BeforeEach
    void open() throws IOException {
        store = store();
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
        assertThat(store.list("")).hasSize(5).isSorted();
    }

    @Test
    void deletesAllUnderAPrefixAndNothingElse() throws IOException {
        for (String key : new String[] {"d1/a", "d1/b/c", "d10/a"}) {
            put("contract/" + key, key);
        }

        assertThat(store.deleteAll("contract/d1/")).isEqualTo(2);
        assertThat(store.deleteAll("contract/d1/")).isZero();
        assertThat(store.list("contract/")).containsExactly("contract/d10/a");
        assertThatThrownBy(() -> store.open("contract/d1/a")).isInstanceOf(NoSuchFileException.class);
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

package murmuration.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Embeds with all-MiniLM-L6-v2 in this process, without network; a text is embedded once a call, however often it comes.
 *
 * <p>Thread-safe; all calls share one pool of threads and one copy of the weights. The model is loaded with the first
 * call, so that it does not delay a process's start. A text has the same bits in any company and with any number of
 * threads: batches hold texts of equal length only, and each is computed by one thread.
 */
public final class OnnxEmbedder implements Embedder, AutoCloseable {
    /** Measured: from 8 texts on a larger batch gains nothing, and long texts leave the cache when many are together. */
    private static final int BATCH_TEXTS = 16;

    private static final int BATCH_TOKENS = 1024;
    private static final int TOKENIZE_TEXTS = 64;

    private final ExecutorService pool;
    private @Nullable MiniLm loaded;

    /** Computes on this many threads. */
    public OnnxEmbedder(int threads) {
        pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("embed-", 0).factory());
    }

    @Override
    public Model model() {
        return miniLm().model();
    }

    @Override
    public Matrix embed(List<String> texts) {
        MiniLm miniLm = miniLm();
        Map<String, Integer> places = new LinkedHashMap<>();
        texts.forEach(text -> places.putIfAbsent(text, places.size()));
        List<long[]> tokens = tokenized(miniLm.tokens(), List.copyOf(places.keySet()));
        float[][] vectors = new float[tokens.size()][];
        List<Callable<Void>> batches = new ArrayList<>();
        for (int[] batch : batches(tokens)) {
            batches.add(() -> {
                float[][] of = miniLm.sentences()
                        .embed(Arrays.stream(batch).mapToObj(tokens::get).toList());
                for (int i = 0; i < batch.length; i++) {
                    vectors[batch[i]] = of[i];
                }
                return null;
            });
        }
        run(batches);
        Matrix result = Matrix.zeros(texts.size(), miniLm.model().dimension());
        for (int i = 0; i < texts.size(); i++) {
            result.put(i, vectors[places.getOrDefault(texts.get(i), 0)]);
        }
        return result;
    }

    private List<long[]> tokenized(Tokens tokens, List<String> texts) {
        List<Callable<List<long[]>>> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i += TOKENIZE_TEXTS) {
            List<String> part = texts.subList(i, Math.min(i + TOKENIZE_TEXTS, texts.size()));
            parts.add(() -> part.stream().map(tokens::of).toList());
        }
        return run(parts).stream().flatMap(List::stream).toList();
    }

    /** Indices of texts of equal length, the longest first, so that no thread is left with a long batch at the end. */
    static List<int[]> batches(List<long[]> tokens) {
        int[] order = IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -tokens.get(i).length))
                .mapToInt(i -> i)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int from = 0, to = 0; from < order.length; from = to) {
            int length = tokens.get(order[from]).length;
            int most = Math.clamp(BATCH_TOKENS / length, 1, BATCH_TEXTS);
            while (to < order.length && to - from < most && tokens.get(order[to]).length == length) {
                to++;
            }
            batches.add(Arrays.copyOfRange(order, from, to));
        }
        return batches;
    }

    private <T> List<T> run(List<Callable<T>> tasks) {
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MurmurationException known
                    ? known
                    : new MurmurationException(ErrorCode.INTERNAL, "embedding failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "interrupted while embedding", e);
        }
    }

    private synchronized MiniLm miniLm() {
        if (loaded == null) {
            loaded = MiniLm.load();
        }
        return loaded;
    }

    @Override
    public synchronized void close() {
        pool.shutdownNow();
        // the native model must not go while a thread computes with it
        pool.close();
        if (loaded != null) {
            loaded.close();
        }
    }
}

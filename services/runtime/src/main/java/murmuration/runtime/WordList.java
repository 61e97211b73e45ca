package murmuration.runtime;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedSet;

/** A run's vocabulary as its row holds it: zstd over one word a line, in order. */
public final class WordList {
    private static final int LEVEL = 3;

    private WordList() {}

    /** The words as they are stored. */
    public static byte[] packed(SortedSet<String> words) {
        return Zstd.compress(String.join("\n", words).getBytes(StandardCharsets.UTF_8), LEVEL);
    }

    /** The words that were stored; none of them is empty. */
    public static Set<String> unpacked(byte[] packed) {
        byte[] words = Zstd.decompress(packed, Math.toIntExact(Zstd.getFrameContentSize(packed)));
        return words.length == 0 ? Set.of() : Set.of(new String(words, StandardCharsets.UTF_8).split("\n"));
    }
}

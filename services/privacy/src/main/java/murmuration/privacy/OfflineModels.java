package murmuration.privacy;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Assignment;

/** The offline model with the run's vocabulary; other providers have no adapter yet. */
final class OfflineModels implements Models {
    private final SourceRows source;

    OfflineModels(SourceRows source) {
        this.source = source;
    }

    @Override
    public LanguageModel of(Assignment run) {
        String provider = run.spec().model().provider();
        if (!provider.equals("offline")) {
            throw new MurmurationException(ErrorCode.INVALID_SPEC, "no adapter for the model provider " + provider);
        }
        return OfflineModel.of(vocabulary(run));
    }

    private Set<String> vocabulary(Assignment run) {
        byte[] words = source.vocabulary(run).orElseGet(() -> new byte[0]);
        if (words.length == 0) {
            return Set.of();
        }
        int size = Math.toIntExact(Zstd.getFrameContentSize(words));
        String lines = new String(Zstd.decompress(words, size), StandardCharsets.UTF_8);
        return Set.copyOf(
                lines.lines().filter(word -> !word.isEmpty()).distinct().toList());
    }
}

package murmuration.privacy;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import murmuration.core.LanguageModel;
import murmuration.core.RunSpec;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Assignment;

/** The model that a run names; the offline one with the run's vocabulary. */
final class AuditModels implements Models {
    private final SourceRows source;
    private final ProviderModels providers;
    private final ReplyRows replies;

    AuditModels(SourceRows source, ProviderModels providers, ReplyRows replies) {
        this.source = source;
        this.providers = providers;
        this.replies = replies;
    }

    @Override
    public LanguageModel of(Assignment run) {
        RunSpec.Model model = run.spec().model();
        return model.embedded() ? OfflineModel.of(vocabulary(run)) : providers.of(model, replies.of(run));
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

package murmuration.extraction;

import java.util.LinkedHashMap;
import java.util.Map;
import murmuration.core.LanguageModel;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;

/** The models of the runs at work; a run's is made once, with its vocabulary. Thread-safe. */
final class RunModels {
    private static final int KEPT = 4;

    private final Models models;
    private final FrameRows frames;
    private final Map<RunKey, LanguageModel> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunKey, LanguageModel> eldest) {
            return size() > KEPT;
        }
    };

    RunModels(Models models, FrameRows frames) {
        this.models = models;
        this.frames = frames;
    }

    synchronized LanguageModel of(Assignment run) {
        LanguageModel model = kept.get(run.run());
        if (model == null) {
            model = models.of(run, frames.words(run.run()));
            kept.put(run.run(), model);
        }
        return model;
    }
}

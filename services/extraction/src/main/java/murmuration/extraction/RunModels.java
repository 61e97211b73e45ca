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
    private final Map<Of, LanguageModel> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, LanguageModel> eldest) {
            return size() > KEPT;
        }
    };

    /** A run that starts over without what was erased has another vocabulary, and a data set of another digest. */
    private record Of(RunKey run, String datasetDigest) {}

    RunModels(Models models, FrameRows frames) {
        this.models = models;
        this.frames = frames;
    }

    synchronized LanguageModel of(Assignment run) {
        Of key = new Of(run.run(), run.datasetDigest());
        LanguageModel model = kept.get(key);
        if (model == null) {
            model = models.of(run, frames.words(run.run()));
            kept.put(key, model);
        }
        return model;
    }
}

package murmuration.privacy;

import murmuration.core.LanguageModel;
import murmuration.models.Cashier;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Assignment;

/** The model that a run names; the offline one with the run's vocabulary. */
final class AuditModels implements Models {
    private final SourceRows source;
    private final ProviderModels providers;
    private final ReplyRows replies;
    private final Cashier cashier;

    AuditModels(SourceRows source, ProviderModels providers, ReplyRows replies, Cashier cashier) {
        this.source = source;
        this.providers = providers;
        this.replies = replies;
        this.cashier = cashier;
    }

    @Override
    public LanguageModel of(Assignment run) {
        return run.spec().model().embedded()
                ? OfflineModel.of(source.vocabulary(run))
                : providers.of(run, replies.of(run), cashier);
    }
}

package murmuration.extraction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import murmuration.core.Conversation;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import murmuration.models.CallTime;
import murmuration.models.Estimate;
import murmuration.models.ProviderModels;
import murmuration.offline.OfflineModel;

/** Counts what would be asked. */
record ModelForecast(ProviderModels providers, int transcriptTokens) implements Forecast {
    @Override
    public Optional<Estimate> of(RunSpec spec, List<Conversation> some, long drawn) {
        providers.check(spec);
        return estimate(spec, questions(spec, some), some.size(), drawn);
    }

    /** Also for those who have no key yet. */
    @Override
    public Outlook outlook(RunSpec spec, List<Conversation> some, long drawn) {
        try {
            providers.check(spec);
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.AUTHENTICATION) {
                throw e;
            }
        }
        List<Question<?>> questions = questions(spec, some);
        Estimate estimate = estimate(spec, questions, some.size(), drawn).orElse(null);
        return new Outlook(
                drawn,
                estimate,
                spec.model().embedded() ? null : pace(spec, providers.time(spec, questions, some.size(), drawn)),
                estimate == null ? "" : providers.pricesDate().toString());
    }

    private Optional<Estimate> estimate(RunSpec spec, List<Question<?>> questions, int sampled, long drawn) {
        return spec.model().embedded() && spec.embedding().embedded()
                ? Optional.empty()
                : Optional.of(providers.estimate(spec, questions, sampled, drawn));
    }

    private Outlook.Pace pace(RunSpec spec, CallTime time) {
        return new Outlook.Pace(time.seconds(), time.each(), providers.mostAtOnce(spec), time.measured());
    }

    private List<Question<?>> questions(RunSpec spec, List<Conversation> some) {
        Interview interview = new Interview(spec, OfflineModel.of(Set.of()), transcriptTokens);
        return spec.model().embedded()
                ? List.of()
                : some.stream()
                        .<Question<?>>flatMap(conversation -> interview.questions(conversation).stream())
                        .toList();
    }
}

package murmuration.models;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** What models have refused to be told, by address and model, as long as the process lasts. Thread-safe. */
final class Refusals {
    private final Map<String, Set<Setting>> known = new ConcurrentHashMap<>();

    /** What a model may not want to be told as others are. */
    enum Setting {
        /** Models that think have one of their own. */
        TEMPERATURE,
        /** OpenAI's newer models have {@code max_completion_tokens} instead. */
        MAX_TOKENS
    }

    /** Asks without what the model is known to refuse; what it turns out to refuse is left out of another attempt. */
    Reply without(Call call, Function<Set<Setting>, Reply> attempt) {
        String model = call.at() + " " + call.model();
        Set<Setting> refused = known.getOrDefault(model, Set.of());
        try {
            return attempt.apply(refused);
        } catch (MurmurationException e) {
            @Nullable Setting named = Exchange.refused();
            if (named == null || refused.contains(named)) {
                throw e;
            }
            known.merge(model, EnumSet.of(named), Refusals::union);
            return without(call, attempt);
        }
    }

    private static Set<Setting> union(Set<Setting> a, Set<Setting> b) {
        Set<Setting> both = EnumSet.copyOf(a);
        both.addAll(b);
        return both;
    }
}

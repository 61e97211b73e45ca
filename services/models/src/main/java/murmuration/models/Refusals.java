package murmuration.models;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import murmuration.core.MurmurationException;

/** What models have refused to be told, by address and model, as long as the process lasts. Thread-safe. */
final class Refusals {
    private final Map<String, Set<Setting>> known = new ConcurrentHashMap<>();

    /** What a model may not want to be told as others are. */
    enum Setting {
        /** Models that think have one of their own. */
        TEMPERATURE,
        /** OpenAI's newer models have {@code max_completion_tokens} instead. */
        MAX_TOKENS,
        /** The schema of the answer as {@code response_format}: a tool that takes the answer has it instead. */
        SCHEMA,
        /** That tool: words have the schema instead. */
        TOOLS;

        private boolean toldBeside(Set<Setting> refused) {
            return !refused.contains(this) && (this != TOOLS || refused.contains(SCHEMA));
        }
    }

    /**
     * Asks without what the model is known to refuse; what it turns out to refuse is left out of another attempt.
     *
     * @param spared what can be left out
     */
    Reply without(Call call, Set<Setting> spared, Function<Set<Setting>, Reply> attempt) {
        String model = call.at() + " " + call.model();
        Set<Setting> refused = known.getOrDefault(model, Set.of());
        try {
            return attempt.apply(refused);
        } catch (MurmurationException e) {
            Optional<Setting> named = Exchange.takeRefused().stream()
                    .filter(setting -> spared.contains(setting) && setting.toldBeside(refused))
                    .findFirst();
            if (named.isEmpty()) {
                throw e;
            }
            known.merge(model, EnumSet.of(named.get()), Refusals::union);
            return without(call, spared, attempt);
        }
    }

    private static Set<Setting> union(Set<Setting> a, Set<Setting> b) {
        Set<Setting> both = EnumSet.copyOf(a);
        both.addAll(b);
        return both;
    }
}

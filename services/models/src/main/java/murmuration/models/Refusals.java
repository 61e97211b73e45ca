package murmuration.models;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** What models have refused to be told, by address and model, as long as the process lasts. Thread-safe. */
final class Refusals {
    /** What a model that thinks may think before it answers, in tokens: it comes out of the limit of its answer. */
    static final int THINKING = 4_000;

    /** Models that think refuse one of these. */
    private static final Set<Setting> OF_THINKING =
            Set.of(Setting.TEMPERATURE, Setting.MAX_TOKENS, Setting.SHORT_LIMIT);

    private final Map<String, Set<Setting>> known = new ConcurrentHashMap<>();
    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /** What a model may not want to be told as others are. */
    enum Setting {
        /** Models that think have one of their own. */
        TEMPERATURE,
        /** OpenAI's newer models, which think, have {@code max_completion_tokens} instead. */
        MAX_TOKENS,
        /** The schema of the answer. */
        SCHEMA,
        /** A tool that takes the answer and has to be used. */
        TOOLS,
        /** A limit that is the answer's alone: all of it was spent before the answer began. */
        SHORT_LIMIT
    }

    /** Asks once, without what is refused. */
    @FunctionalInterface
    interface Attempt {
        /** Asks. */
        Reply send(Call call, Set<Setting> refused);
    }

    /**
     * Asks without what the model is known to refuse; what it turns out to refuse is left out of another attempt, as is room for
     * thinking that it has no place for.
     *
     * @param spared what can be left out
     * @param forms how the answer's form can be told; the first that is not refused is
     */
    Reply without(Call call, Set<Setting> spared, List<AnswerForm> forms, Attempt attempt) {
        Set<Setting> refused = refused(call);
        Reply reply;
        try {
            reply = attempt.send(roomy(call, refused), refused);
        } catch (MurmurationException e) {
            AnswerForm form = AnswerForm.of(forms, refused);
            Optional<Setting> named = Exchange.takeRefused().stream()
                    .filter(setting ->
                            !refused.contains(setting) && (spared.contains(setting) || form.isToldBy(setting)))
                    .findFirst();
            if (named.isPresent()) {
                note(call, named.get());
                return without(call, spared, forms, attempt);
            }
            if (!isPerhapsTheRoom(e, refused)) {
                throw e;
            }
            reply = attempt.send(call, refused);
            drop(call, Setting.SHORT_LIMIT);
        }
        // blanks are no thinking: a small model that is held to JSON may write them without end
        if (reply.stop() == Reply.Stop.CUT && reply.text().isEmpty()) {
            note(call, Setting.SHORT_LIMIT);
        }
        return reply;
    }

    /** Whether room for thinking may be all that was too much: nothing but an answer that was cut has asked for it. */
    private static boolean isPerhapsTheRoom(MurmurationException e, Set<Setting> refused) {
        boolean ofTheRequest = e.code() == ErrorCode.CONTEXT_TOO_LONG || e.code() == ErrorCode.INVALID_INPUT;
        return ofTheRequest
                && OF_THINKING.stream().filter(refused::contains).toList().equals(List.of(Setting.SHORT_LIMIT));
    }

    /** A provider over the network: each of its models is known here once it has answered, and then away where it is not found. */
    Provider around(Provider provider) {
        return call -> {
            Reply reply;
            try {
                reply = provider.send(call);
            } catch (MurmurationException e) {
                throw e.code() == ErrorCode.INVALID_SPEC && hasMet(call.at(), call.model()) ? HttpFailures.away() : e;
            }
            met.add(key(call.at(), call.model()));
            return reply;
        };
    }

    /** The call as it is sent: with room for thinking where the model is known to think; otherwise it is the same. */
    Call roomy(Call call) {
        return roomy(call, refused(call));
    }

    private static Call roomy(Call call, Set<Setting> refused) {
        return refused.stream().anyMatch(OF_THINKING::contains) ? call.longer(THINKING) : call;
    }

    /** Whether this process has had an answer of this model over the network, and so knows what it refuses. */
    boolean hasMet(String at, String model) {
        return met.contains(key(at, model));
    }

    private Set<Setting> refused(Call call) {
        return known.getOrDefault(key(call.at(), call.model()), Set.of());
    }

    private void note(Call call, Setting setting) {
        known.merge(key(call.at(), call.model()), EnumSet.of(setting), Refusals::union);
    }

    private void drop(Call call, Setting setting) {
        known.computeIfPresent(key(call.at(), call.model()), (any, settings) -> minus(settings, setting));
    }

    private static String key(String at, String model) {
        return at + " " + model;
    }

    private static Set<Setting> union(Set<Setting> a, Set<Setting> b) {
        Set<Setting> both = EnumSet.copyOf(a);
        both.addAll(b);
        return both;
    }

    private static Set<Setting> minus(Set<Setting> all, Setting one) {
        Set<Setting> rest = EnumSet.copyOf(all);
        rest.remove(one);
        return rest;
    }
}

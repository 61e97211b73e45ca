package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What asking language models has cost a run, as lines; and what their calls failed with. */
final class Cost {
    private static final String ANSWERED = "ANSWERED";

    private Cost() {}

    /** "cost 0.84 USD of 5.00: extract 0.80, name 0.04; …"; empty where no model is asked over the network. */
    static String line(JsonNode run) {
        JsonNode cost = run.path("cost");
        if (cost.isMissingNode()) {
            return "";
        }
        SortedMap<String, Double> byStage = new TreeMap<>();
        long calls = 0;
        long input = 0;
        long output = 0;
        for (JsonNode usage : cost.path("usage")) {
            calls += usage.path("calls").asLong();
            input += usage.path("inputTokens").asLong();
            output += usage.path("outputTokens").asLong();
            byStage.merge(
                    usage.path("stage").asText().toLowerCase(Locale.ROOT),
                    usage.path("usd").asDouble(),
                    Double::sum);
        }
        return "  cost " + money(run, byStage) + "; "
                + Terminal.number(calls) + " calls, "
                + Terminal.number(input) + " tokens in, "
                + Terminal.number(output) + " out" + estimate(run) + answers(cost.path("answers"));
    }

    /** "\n  answers 98 % stored: extract/facets 980 of 1,000, name/name 40 of 40"; empty where nothing was answered. */
    private static String answers(JsonNode answers) {
        long all = 0;
        StringJoiner kinds = new StringJoiner(", ");
        for (JsonNode kind : answers) {
            long ofKind = kind.path("asked").asLong() + kind.path("stored").asLong();
            all += ofKind;
            kinds.add((kind.path("stage").asText() + "/" + kind.path("purpose").asText()).toLowerCase(Locale.ROOT) + " "
                    + Terminal.number(kind.path("stored").asLong()) + " of " + Terminal.number(ofKind));
        }
        return all == 0 ? "" : "\n  answers " + percentStored(answers) + " % stored: " + kinds;
    }

    private static long percentStored(JsonNode answers) {
        long asked = 0;
        long stored = 0;
        for (JsonNode kind : answers) {
            asked += kind.path("asked").asLong();
            stored += kind.path("stored").asLong();
        }
        return stored == 0 ? 0 : 100 * stored / (asked + stored);
    }

    /** What was expected, and how far from it what came is; not where stored answers, of which it knows nothing, stood for calls. */
    private static String estimate(JsonNode run) {
        JsonNode expected = run.path("cost").path("estimate");
        if (!expected.has("usd")
                || !run.path("cost").has("usd")
                || expected.path("usd").asDouble() == 0) {
            return "";
        }
        double usd = expected.path("usd").asDouble();
        boolean comparable = run.path("state").asText().equals("PUBLISHED")
                && percentStored(run.path("cost").path("answers")) == 0;
        double error = run.path("cost").path("usd").asDouble() / usd - 1;
        return "; " + usd(usd) + " USD were estimated"
                + (comparable ? String.format(Locale.ROOT, " (it came to %+.0f %%)", 100 * error) : "");
    }

    private static String money(JsonNode run, SortedMap<String, Double> byStage) {
        JsonNode cost = run.path("cost");
        if (!cost.has("usd")) {
            return "unknown (the model has no price)";
        }
        JsonNode budget = run.path("spec").path("beside").path("budgetUsd");
        StringJoiner stages = new StringJoiner(", ", " (", ")").setEmptyValue("");
        byStage.forEach((stage, usd) -> stages.add(stage + " " + usd(usd)));
        double reserved = cost.path("reservedUsd").asDouble();
        return usd(cost.path("usd").asDouble()) + " USD"
                + (budget.isNumber() ? " of " + usd(budget.asDouble()) : "")
                + stages
                + (reserved > 0 ? ", " + usd(reserved) + " set aside for calls whose end is not known" : "");
    }

    /** Code → failed calls of a stage. */
    static Map<String, Long> failures(JsonNode run, String stage) {
        SortedMap<String, Long> failures = new TreeMap<>();
        for (JsonNode usage : run.path("cost").path("usage")) {
            String outcome = usage.path("outcome").asText();
            if (usage.path("stage").asText().equals(stage) && !outcome.equals(ANSWERED)) {
                failures.merge(outcome, usage.path("calls").asLong(), Long::sum);
            }
        }
        return failures;
    }

    private static String usd(double usd) {
        return String.format(Locale.ROOT, usd == 0 || usd >= 0.1 ? "%.2f" : "%.4f", usd);
    }
}

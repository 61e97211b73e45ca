package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A run's stages as lines of text: bar, counts, rate, time left; of a run that stands still neither of the last two. They follow
 * from what was seen since it last stood still: a pause is no work.
 */
final class Stages {
    private final Map<String, Seen> since = new HashMap<>();

    private record Seen(long done, Instant at) {}

    /** Prints each stage that has begun. */
    void print(JsonNode run) {
        for (JsonNode stage : run.path("stages")) {
            if (!stage.path("state").asText().equals("PENDING")) {
                Terminal.out().println(line(run, stage, Instant.now()));
            }
        }
    }

    /** Notes how far a run is; of one that stands still, nothing that was noted counts. */
    void see(JsonNode run, Instant now) {
        if (!Halt.line(run).isEmpty()) {
            since.clear();
            return;
        }
        for (JsonNode stage : run.path("stages")) {
            if (stage.path("state").asText().equals("RUNNING")) {
                since.putIfAbsent(
                        stage.path("stage").asText(),
                        new Seen(stage.path("done").asLong(), now));
            }
        }
    }

    /** One stage of a run as one line. */
    String line(JsonNode run, JsonNode stage, Instant now) {
        return line(run, stage, isDone(stage) || Halt.line(run).isEmpty() ? pace(stage, now) : "");
    }

    /** The same of a stage that has not advanced for a while. */
    static String standing(JsonNode run, JsonNode stage, Instant now) {
        return line(run, stage, "(for " + Terminal.duration(seconds(stage, now)) + ")  ");
    }

    private static String line(JsonNode run, JsonNode stage, String pace) {
        long done = stage.path("done").asLong();
        long total = stage.path("total").asLong();
        double share = isDone(stage) ? 1 : total == 0 ? 0 : (double) done / total;
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-9s %s ",
                stage.path("stage").asText().toLowerCase(Locale.ROOT),
                Terminal.bar(share, 24)));
        if (total > 0) {
            line.append(Terminal.number(done))
                    .append('/')
                    .append(Terminal.number(total))
                    .append("  ");
        }
        return line.append(pace).append(outcomes(run, stage)).toString().stripTrailing();
    }

    /** How fast it goes and what is left; how long it has taken where that cannot be said. */
    private String pace(JsonNode stage, Instant now) {
        long done = stage.path("done").asLong();
        long total = stage.path("total").asLong();
        Seen from = since.getOrDefault(stage.path("stage").asText(), new Seen(done, now));
        double seconds = Duration.between(from.at(), now).toMillis() / 1000.0;
        if (isDone(stage) || done <= from.done() || seconds <= 1) {
            return Terminal.duration(seconds(stage, now)) + "  ";
        }
        double rate = (done - from.done()) / seconds;
        String left = total > done ? "about " + Terminal.duration((total - done) / rate) + " left  " : "";
        return String.format(Locale.ROOT, "%,.0f/s  ", rate) + left;
    }

    private static boolean isDone(JsonNode stage) {
        return stage.path("state").asText().equals("DONE");
    }

    private static double seconds(JsonNode stage, Instant now) {
        String started = stage.path("startedAt").asText("");
        String ended = stage.path("endedAt").asText("");
        if (started.isEmpty()) {
            return 0;
        }
        Instant end = ended.isEmpty() ? now : Instant.parse(ended);
        return Duration.between(Instant.parse(started), end).toMillis() / 1000.0;
    }

    private static String outcomes(JsonNode run, JsonNode stage) {
        StringJoiner out = new StringJoiner(", ", "(", ")").setEmptyValue("");
        for (JsonNode outcome : stage.path("outcomes")) {
            if (!outcome.asText().equals("OK")) {
                out.add(outcome.asText().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        Cost.failures(run, stage.path("stage").asText())
                .forEach((code, calls) -> out.add(count(code, calls) + (calls == 1 ? " call" : " calls")));
        long retries = stage.path("retries").asLong();
        if (retries > 0) {
            out.add("retried " + Terminal.number(retries));
        }
        return out.toString();
    }

    private static String count(String word, long count) {
        return word.toLowerCase(Locale.ROOT).replace('_', ' ') + " " + Terminal.number(count);
    }
}

package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** A run's stages as lines of text: bar, counts, rate, time left; of a run that stands still neither of the last two. */
final class Stages {
    private Stages() {}

    /** Prints each stage that has begun. */
    static void print(JsonNode run) {
        for (JsonNode stage : run.path("stages")) {
            if (!stage.path("state").asText().equals("PENDING")) {
                Terminal.out().println(line(run, stage, Instant.now()));
            }
        }
    }

    /** One stage of a run as one line. */
    static String line(JsonNode run, JsonNode stage, Instant now) {
        long done = stage.path("done").asLong();
        long total = stage.path("total").asLong();
        boolean ended = stage.path("state").asText().equals("DONE");
        double share = ended ? 1 : total == 0 ? 0 : (double) done / total;
        double seconds = seconds(stage, now);
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
        if (ended || Halt.line(run).isEmpty()) {
            line.append(pace(done, total, seconds, ended));
        }
        return line.append(outcomes(run, stage)).toString().stripTrailing();
    }

    /** How fast it goes and what is left; how long it has taken where that cannot be said. */
    private static String pace(long done, long total, double seconds, boolean ended) {
        if (ended || done == 0 || seconds <= 1) {
            return Terminal.duration(seconds) + "  ";
        }
        double rate = done / seconds;
        String left = total > done ? "about " + Terminal.duration((total - done) / rate) + " left  " : "";
        return String.format(Locale.ROOT, "%,.0f/s  ", rate) + left;
    }

    static double seconds(JsonNode stage, Instant now) {
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

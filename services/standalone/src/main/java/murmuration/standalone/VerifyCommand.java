package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the audit: exit code 0 where it is whole, 1 where it is not. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks every audit record and every signed checkpoint; names the first fault.")
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--at-least",
            paramLabel = "SEQUENCE:HASH",
            description = "A record that must be there: a head that was printed before, or what a checkpoint signs.")
    @Nullable
    String atLeast;

    @Option(names = "--safety", description = "The records of safety runs, which have a chain of their own.")
    boolean safety;

    @Override
    public Integer call() {
        if (atLeast != null && atLeast.isBlank()) {
            // a file of heads that is empty would pass for one that holds
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, "--at-least is empty; give a record's SEQUENCE:HASH, or leave it out");
        }
        String known = atLeast == null ? "" : "?atLeast=" + Api.encoded(atLeast);
        String chain = safety ? "/audit/safety" : "/audit";
        JsonNode report =
                connection.api().post(chain + "/verify" + known, Json.mapper().createObjectNode());
        Terminal.out().println(connection.json ? Json.write(report) : line(report));
        return report.path("whole").asBoolean() ? 0 : 1;
    }

    static String line(JsonNode report) {
        String records = Terminal.number(report.path("records").asLong());
        if (report.path("whole").asBoolean()) {
            return "audit whole: " + records + " records, "
                    + Terminal.number(report.path("checkpoints").asLong()) + " checkpoints, the last one over record "
                    + Terminal.number(report.path("signed").asLong()) + "\nhead "
                    + report.path("records").asLong() + ":"
                    + report.path("head").asText();
        }
        JsonNode fault = report.path("fault");
        String at = Terminal.number(fault.path("sequence").asLong());
        String checkpoint = Terminal.number(fault.path("checkpoint").asLong());
        String what = switch (fault.path("kind").asText()) {
            case "CHANGED" -> "record " + at + " is not the one that its hash was made of";
            case "MISSING" -> "record " + at + " is missing";
            case "SWAPPED" ->
                "record " + at + " was swapped with record "
                        + Terminal.number(fault.path("other").asLong());
            case "ADDED" -> "record " + at + " stands where none belongs";
            case "REWRITTEN" -> "record " + at + " is not the one that checkpoint " + checkpoint + " has signed";
            case "TRUNCATED" ->
                "record " + at + " and those after it are missing; checkpoint " + checkpoint + " has signed them";
            case "CUT_BACK" ->
                "record " + at + " is missing or is not the one that was noted: audit and checkpoints were cut back";
            case "CHECKPOINT_FORGED" ->
                "checkpoint " + checkpoint + " is not one that our key has signed after the one before it";
            case "CHECKPOINT_MISSING" -> "checkpoint " + checkpoint + " is missing";
            default -> "record " + at;
        };
        return "audit broken: " + fault.path("kind").asText() + ": " + what + "\n" + records
                + " records before it are whole; docs/audit.md says what to do";
    }
}

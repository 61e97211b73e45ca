package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;

/** What a run waits for that somebody has to give, and the command that gives it. */
final class Halt {
    private Halt() {}

    /** As one line; empty where the run goes on by itself or has ended. */
    static String line(JsonNode run) {
        String id = run.path("id").asText();
        String reason = run.path("reason").asText();
        return switch (run.path("state").asText()) {
            case "PAUSED" -> "paused (" + reason + "); " + next(id, reason);
            case "AWAITING_APPROVAL" -> "waits for a yes: murmuration runs approve " + id;
            default -> "";
        };
    }

    private static String next(String id, String reason) {
        return switch (reason) {
            case "budget" -> "raise it with: murmuration runs budget " + id + " USD";
            case "credentials" ->
                "set the provider's key (murmuration doctor says which is found), start the server again, then:"
                        + " murmuration runs resume " + id;
            default -> "go on with: murmuration runs resume " + id;
        };
    }
}

package murmuration.workflows.runs;

/** Why something ended badly: the name of an error code, empty where nothing did, and a message that is safe to show. */
public record Failure(String code, String message) {
    /** Nothing went wrong. */
    public static final Failure NONE = new Failure("", "");
}

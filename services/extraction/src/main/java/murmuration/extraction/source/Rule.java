package murmuration.extraction.source;

/**
 * What a record must keep to be taken as a conversation.
 *
 * @param text the fault in a phrase that holds nothing of the record
 */
public record Rule(String text) {
    /** The same conversation id stood in an earlier record. */
    public static final Rule DUPLICATE_ID = new Rule("duplicate id");

    /** A record without an id has the account and the text of an earlier one. */
    public static final Rule DUPLICATE_TEXT = new Rule("exact duplicate");

    static final Rule MALFORMED_JSON = new Rule("malformed JSON");
    static final Rule MALFORMED_UTF8 = new Rule("malformed UTF-8");
    static final Rule NOT_AN_OBJECT = new Rule("not a JSON object");
    static final Rule NO_MESSAGES = new Rule("no list of messages");
    static final Rule MALFORMED_MESSAGE = new Rule("malformed message");
    static final Rule REPEATED_KEY = new Rule("repeated key");
    static final Rule UNKNOWN_ROLE = new Rule("unknown role");
    static final Rule NOTHING_SAID = new Rule("every message is empty");
    static final Rule MALFORMED_TIME = new Rule("malformed time");
    static final Rule CUT_OFF = new Rule("the array ends in the middle");
    static final Rule AFTER_ARRAY = new Rule("something follows the array");

    static Rule longerThan(int bytes) {
        return new Rule("record longer than " + bytes + " bytes");
    }
}

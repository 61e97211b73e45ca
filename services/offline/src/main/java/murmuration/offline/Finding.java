package murmuration.offline;

/** Personal data found in a text; offsets count UTF-16 units, the end is exclusive. */
public record Finding(Kind kind, int start, int end) {
    /** What was found. */
    public enum Kind {
        EMAIL("an email address"),
        URL("a link"),
        IP("a number"),
        IBAN("an account number"),
        CARD("a card number"),
        SECRET("a number"),
        NATIONAL_ID("a number"),
        DATE_OF_BIRTH("a date"),
        PHONE("a phone number"),
        NAME("a name");

        private final String standIn;

        Kind(String standIn) {
            this.standIn = standIn;
        }

        /** What a summary says in place of it. */
        String standIn() {
            return standIn;
        }
    }

    boolean overlaps(Finding other) {
        return start < other.end() && other.start() < end;
    }
}

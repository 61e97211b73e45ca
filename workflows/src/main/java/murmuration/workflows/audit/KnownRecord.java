package murmuration.workflows.audit;

/**
 * A record that somebody noted where whoever writes to the database and to the checkpoints cannot: the chain must have it.
 *
 * @param sequence its place; 0 where none was noted
 * @param hash hexadecimal
 */
public record KnownRecord(long sequence, String hash) {
    /** None was noted. */
    public static final KnownRecord NONE = new KnownRecord(0, "");
}

package murmuration.gateway.spec;

/** What a spec's defaults depend on. @param conversations or {@link #UNKNOWN} */
public record DatasetFacts(String id, String name, long conversations) {
    /** The size of a data set that is still being imported. */
    public static final long UNKNOWN = -1;
}

package murmuration.workflows.runs;

/** What data sets are imported from, as whoever may read it knows them. */
public interface Sources {
    /** The same for the same content, whatever its uri; tells nothing of it. */
    String identity(String tenant, String uri);

    /** Removes an upload that will not be imported. */
    void discard(String tenant, String uri);
}

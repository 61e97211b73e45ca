package murmuration.workflows.runs;

/** What data sets are imported from, as whoever may read it knows them. */
public interface Sources {
    /** The same for the same content, whatever its uri; tells nothing of it. */
    String identity(String tenant, String uri);

    /** Removes an upload; one that is gone is no failure. */
    void discard(String tenant, String uri);

    /** Removes what was sent for an import that has ended, or never began; a file under a root stays. */
    default void release(String tenant, Dataset.Source source) {
        if (source.isUpload()) {
            discard(tenant, source.uri());
        }
    }
}

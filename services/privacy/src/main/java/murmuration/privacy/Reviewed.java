package murmuration.privacy;

import murmuration.core.Digest;

/**
 * A decision of the review as it is kept, where only this service writes.
 *
 * @param textDigest of the text that was reviewed
 */
record Reviewed(String textDigest, boolean passed, String reason, int rating, String ratedBy) {
    /** Of a cluster's id, name and description. */
    static String digest(ClusterRow row) {
        return new Digest()
                .add(row.id())
                .add(row.label().name())
                .add(row.label().description())
                .hex();
    }
}

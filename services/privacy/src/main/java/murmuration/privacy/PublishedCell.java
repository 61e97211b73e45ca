package murmuration.privacy;

/**
 * A cell of a breakdown that may be shown.
 *
 * @param node of the tree of published clusters; 0 is the whole run
 * @param ordinal its place among the cells of its row
 */
record PublishedCell(int node, String facet, Column column, int ordinal, Publishable<Size> size) {
    PublishedCell at(int place) {
        return new PublishedCell(node, facet, column, place, size);
    }
}

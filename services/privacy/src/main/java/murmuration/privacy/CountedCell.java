package murmuration.privacy;

/**
 * A cell of a breakdown that meets the minimums.
 *
 * @param node of the tree of published clusters; 0 is the whole run
 * @param ordinal its place among the cells of its row
 */
record CountedCell(int node, String facet, Column column, int ordinal, Counted counted) {
    PublishedCell published(SizeRules rules, Counts counts) {
        return new PublishedCell(
                node,
                facet,
                column,
                ordinal,
                Publishable.size(Counts.Of.CELL, counted, rules, counts).orElseThrow());
    }
}

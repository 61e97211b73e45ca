/** What the offline model promises. */
@org.jspecify.annotations.NullMarked
package murmuration.offline;

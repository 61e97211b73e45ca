/** From a file to a data set: ids become pseudonyms, records shards, faults a list. */
@NullMarked
package murmuration.extraction.imports;

import org.jspecify.annotations.NullMarked;

/** Conversations out of files: decompression, splitting into records, and one reader for each format. */
@NullMarked
package murmuration.extraction.source;

import org.jspecify.annotations.NullMarked;

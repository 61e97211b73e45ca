/** Shards of a data set in the object store: how a conversation is written in them, and read again. */
@NullMarked
package murmuration.extraction.shards;

import org.jspecify.annotations.NullMarked;

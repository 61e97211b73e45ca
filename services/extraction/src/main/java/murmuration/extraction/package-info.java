/** Conversations in, facet values out; the only service that can read raw conversations. */
@NullMarked
package murmuration.extraction;

import org.jspecify.annotations.NullMarked;

/** Facet values in, unit vectors out. */
@NullMarked
package murmuration.embedding;

import org.jspecify.annotations.NullMarked;

/** Vectors in, base clusters and the map's layout out. */
@NullMarked
package murmuration.clustering;

import org.jspecify.annotations.NullMarked;

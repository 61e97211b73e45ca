/** Names, descriptions and levels. */
@NullMarked
package murmuration.hierarchy;

import org.jspecify.annotations.NullMarked;

/** A run's spec as a person writes it, and its way to a complete one. */
@NullMarked
package murmuration.gateway.spec;

import org.jspecify.annotations.NullMarked;

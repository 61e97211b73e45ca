/** Minimums, support, audit, release; the only service that can mark anything publishable. */
@NullMarked
package murmuration.privacy;

import org.jspecify.annotations.NullMarked;

/** Activities: each is one call of a service, watched and accounted for. */
@NullMarked
package murmuration.workflows.steps;

import org.jspecify.annotations.NullMarked;

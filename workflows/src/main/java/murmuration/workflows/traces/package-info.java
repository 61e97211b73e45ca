/** A trace's way through Temporal: from the request that starts a workflow to its activities. */
@NullMarked
package murmuration.workflows.traces;

import org.jspecify.annotations.NullMarked;

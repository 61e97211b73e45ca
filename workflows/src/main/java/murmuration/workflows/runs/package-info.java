/** Data sets and runs: their rows, and the service that starts, shows and steers them. */
@NullMarked
package murmuration.workflows.runs;

import org.jspecify.annotations.NullMarked;

/** AnalyzeRun and its stages, the Temporal worker, and RunService; the only place that knows Temporal. */
@NullMarked
package murmuration.workflows;

import org.jspecify.annotations.NullMarked;

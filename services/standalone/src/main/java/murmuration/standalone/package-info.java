/** Everything in one process, with embedded PostgreSQL, Temporal and vector store; and the command line. */
@NullMarked
package murmuration.standalone;

import org.jspecify.annotations.NullMarked;

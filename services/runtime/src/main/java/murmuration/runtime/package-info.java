/** What every process shares: the database's door, error translation at gRPC edges, canonical JSON, keys, shared adapters. */
@NullMarked
package murmuration.runtime;

import org.jspecify.annotations.NullMarked;

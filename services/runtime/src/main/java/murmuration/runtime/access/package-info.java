/** Which process may call which RPC, and how it shows who it is. */
@NullMarked
package murmuration.runtime.access;

import org.jspecify.annotations.NullMarked;

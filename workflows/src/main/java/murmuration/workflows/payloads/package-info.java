/** What travels through Temporal: small, and encrypted. */
@NullMarked
package murmuration.workflows.payloads;

import org.jspecify.annotations.NullMarked;

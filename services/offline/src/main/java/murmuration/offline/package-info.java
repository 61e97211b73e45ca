/** The embedded language model: classical language processing, no network, honest about being no language model. */
@NullMarked
package murmuration.offline;

import org.jspecify.annotations.NullMarked;

/** The made-up sample: conversations with known topics, planted personal data and canaries. */
@NullMarked
package murmuration.standalone.sample;

import org.jspecify.annotations.NullMarked;

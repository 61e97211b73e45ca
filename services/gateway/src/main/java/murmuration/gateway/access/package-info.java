/** Who asks: API keys, sessions of browsers, tokens of an issuer; and which role each endpoint takes. */
@NullMarked
package murmuration.gateway.access;

import org.jspecify.annotations.NullMarked;

/** REST, live progress, web page: the only public door. */
@NullMarked
package murmuration.gateway;

import org.jspecify.annotations.NullMarked;

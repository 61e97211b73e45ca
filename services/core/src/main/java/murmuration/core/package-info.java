/** The vocabulary of Murmuration: its records, its error codes and its ports. Depends on nothing. */
@NullMarked
package murmuration.core;

import org.jspecify.annotations.NullMarked;

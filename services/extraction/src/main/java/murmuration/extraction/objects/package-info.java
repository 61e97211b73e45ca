/** Raw conversations in a bucket of S3, or of any server that speaks its protocol. */
@NullMarked
package murmuration.extraction.objects;

import org.jspecify.annotations.NullMarked;

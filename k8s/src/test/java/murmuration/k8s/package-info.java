/** Checks the manifests of this folder without a cluster. */
@NullMarked
package murmuration.k8s;

import org.jspecify.annotations.NullMarked;

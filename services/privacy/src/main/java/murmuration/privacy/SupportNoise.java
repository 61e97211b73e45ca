package murmuration.privacy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;

/**
 * How many accounts more than the minimum must hold a claim. It repeats for the same claim on the same data, whatever the
 * run, the cluster or the seed, so that asking again teaches nothing; and without the deployment's key it cannot be
 * foreseen, so that nobody plants exactly as many conversations as it takes.
 */
final class SupportNoise {
    private final DeploymentKey key;
    private final String tenant;
    private final String datasetDigest;

    SupportNoise(DeploymentKey key, String tenant, String datasetDigest) {
        this.key = key;
        this.tenant = tenant;
        this.datasetDigest = datasetDigest;
    }

    /** At least 0; geometric with mean 1 over claims. */
    int of(Claims.Claim claim) {
        String asked = Json.write(List.of(datasetDigest, new TreeSet<>(claim.stems())));
        // leading zeros of uniform bits: P(n) = 2^-(n+1)
        return Long.numberOfLeadingZeros(
                ByteBuffer.wrap(key.hmac(tenant, "support", asked)).getLong());
    }
}

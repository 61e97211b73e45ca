package murmuration.privacy;

import java.util.OptionalLong;
import murmuration.core.Minimums;
import murmuration.runtime.DeploymentKey;

/**
 * Counts with noise about as large as the smallest group that may be shown. It depends on the deployment's key and on which
 * conversations are counted, on nothing else: whoever counts the same again gets the same number, whatever run, cluster or
 * facet it is called by, and whoever counts one conversation more gets a noise that has nothing to do with the former.
 *
 * @param scale of the noise in both counts
 */
record NoisyCounts(DeploymentKey key, String tenant, long scale) implements Counts {
    /** Under these minimums. */
    static NoisyCounts of(DeploymentKey key, String tenant, Minimums minimums) {
        return new NoisyCounts(key, tenant, minimums.noise());
    }

    @Override
    public long conversations(Of of, Counted counted) {
        return counted.group().conversations() + noise("conversations", counted);
    }

    @Override
    public OptionalLong accounts(Counted counted) {
        return OptionalLong.of(counted.group().accounts() + noise("accounts", counted));
    }

    @Override
    public boolean areExact() {
        return false;
    }

    private long noise(String what, Counted counted) {
        String question = what + " " + counted.set() + " " + scale;
        return DiscreteLaplace.draw(new KeyedBits(key, tenant, "noise", question), scale);
    }
}

package murmuration.workflows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How runs are carried out. */
@ConfigMapping(prefix = "murmuration.workflows")
public interface WorkflowsConfig {
    /** Key that encrypts what Temporal keeps, 32 bytes in hexadecimal; absent: one derived from the deployment's key. */
    Optional<String> payloadKey();

    /** Former keys, for what runs wrote under them. */
    Optional<List<String>> formerPayloadKeys();

    /** Activities that this process does at a time; absent: two for each processor, 16 at least. */
    OptionalInt activities();

    /** Attempts of a batch that may break before it is split, and of a step before its run fails. */
    @WithDefault("3")
    int crashes();

    /** Attempts of an activity in all, outages included. The default is as good as unbounded: an outage is waited for. */
    @WithDefault("2147483647")
    int attempts();

    /** How often progress is written and the owner's wish is read while a call runs. */
    @WithDefault("PT1S")
    Duration poll();

    /** How long a service may neither make progress nor say that it goes on, before its call is given up and made anew. */
    @WithDefault("PT30M")
    Duration silence();

    /** What waits before a second attempt; it doubles from attempt to attempt. */
    @WithDefault("PT1S")
    Duration firstDelay();

    /** The longest that waits before another attempt. */
    @WithDefault("PT30S")
    Duration lastDelay();

    /** How often a watched run is looked at. */
    @WithDefault("PT0.3S")
    Duration watchEvery();

    /** How long activities may go on once the process is told to stop. */
    @WithDefault("PT10S")
    Duration grace();

    /** The worker deployment that our workers are versions of, where they have one. */
    @WithDefault("murmuration")
    String deployment();

    /** Which version this worker is, {@code auto} for that of its code; absent: it takes the tasks of all versions. */
    Optional<String> buildId();
}

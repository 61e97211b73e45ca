package murmuration.workflows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** For how long things are held, as ISO-8601 durations; what is absent, for ever. */
@ConfigMapping(prefix = "murmuration.retention")
public interface RetentionConfig {
    /** Conversations of a data set and all that was made of single ones, from its import on. */
    Optional<Duration> conversations();

    /** What is published of a run, from its end on. */
    Optional<Duration> results();

    /** What a run was computed through, from its end on. */
    Optional<Duration> work();

    /** A run's vectors, from its end on. */
    Optional<Duration> vectors();

    /** What models answered for a run, from its end on. */
    Optional<Duration> responses();

    /** How often it is looked for what has been held for long enough. */
    @WithDefault("PT1H")
    Duration every();
}

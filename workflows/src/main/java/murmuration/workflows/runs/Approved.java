package murmuration.workflows.runs;

import java.time.Instant;

/** That somebody has said yes to the publishing of a run. */
public record Approved(String by, Instant at) {}

package murmuration.models;

/**
 * How long the calls of a run's language model take.
 *
 * @param seconds of all, as many at a time as the run makes
 * @param each seconds of one of them, on average
 * @param measured whether all are reckoned from calls of this process; else some are assumed
 */
public record CallTime(double seconds, double each, boolean measured) {}

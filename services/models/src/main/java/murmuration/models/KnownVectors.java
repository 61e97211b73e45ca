package murmuration.models;

import java.util.List;
import java.util.Map;

/**
 * Keeps the vectors that an endpoint gave for a run's texts. An endpoint gives other bits each time, so the first that are kept
 * for a text stand. Thread-safe.
 */
public interface KnownVectors {
    /** Text → vector of those texts that have one; notes that the run uses them. */
    Map<String, float[]> find(List<String> texts);

    /** Keeps vectors that have been paid for, unless there are others by now; answers what stands. */
    Map<String, float[]> keep(Map<String, float[]> vectors);
}

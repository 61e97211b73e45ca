package murmuration.clustering;

import murmuration.core.Matrix;

/** The trained centroids of a run. */
record Trained(Matrix centroids, TrainingReport report) {}

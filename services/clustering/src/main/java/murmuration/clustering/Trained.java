package murmuration.clustering;

import murmuration.core.Matrix;

/**
 * The trained centroids of a run.
 *
 * @param floors for each centroid a similarity that the 50 nearest outside its cluster reach or exceed
 */
record Trained(Matrix centroids, float[] floors, TrainingReport report) {}

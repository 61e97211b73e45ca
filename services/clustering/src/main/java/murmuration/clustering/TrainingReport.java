package murmuration.clustering;

/**
 * How the clusters of a run came about, for its manifest.
 *
 * @param conversations number of vectors that were divided
 * @param trainedOn how many of them were in memory for choosing and training
 * @param fixedK whether the run's spec fixed k
 */
record TrainingReport(int conversations, int trainedOn, boolean fixedK, Choice choice) {}

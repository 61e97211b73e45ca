-- The nearest outside each cluster over the minimums are found once the minimums have been applied, for the whole run.
ALTER TABLE clusters.centroids DROP COLUMN floors;

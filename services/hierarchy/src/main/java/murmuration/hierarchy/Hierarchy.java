package murmuration.hierarchy;

/** What the service can do. */
record Hierarchy(ClusterNaming naming, LevelRaising raising, HierarchySeal sealing, ErasureRows erasure) {}

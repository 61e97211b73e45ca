package murmuration.gateway.spec;

/** What a spec's defaults depend on. */
public record DatasetFacts(String id, String name, long conversations) {}

package murmuration.privacy;

/** The size of a group as it is shown: conversations rounded, accounts as a band. */
record Size(long conversations, String accountsBand) {}

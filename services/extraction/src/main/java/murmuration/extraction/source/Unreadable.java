package murmuration.extraction.source;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** How a source is refused as a whole: its base name, what is wrong, what was expected. */
final class Unreadable {
    static final String EXPECTED =
            "expected conversations as JSON Lines (one JSON object a line) or one JSON array, plain,"
                    + " gzip or zstd, each record with \"messages\" (canonical, shared, openai), \"conversations\" (sharegpt) or"
                    + " \"conversation\" (lmsys, wildchat)";

    private Unreadable() {}

    static MurmurationException because(String name, String why) {
        return new MurmurationException(ErrorCode.UNREADABLE_SOURCE, name + ": " + why);
    }

    static MurmurationException notConversations(String name, String why) {
        return because(name, why + "; " + EXPECTED);
    }
}

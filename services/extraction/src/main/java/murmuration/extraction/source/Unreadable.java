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

    /** Text that has to be converted first. @param encoding what it may be, as iconv calls it */
    static MurmurationException encoded(String name, String what, String encoding) {
        return because(
                name,
                "it is " + what + "; convert it, for instance with: iconv -f " + encoding + " -t UTF-8 " + name
                        + " > utf8-" + name);
    }

    static MurmurationException notConversations(String name, String why) {
        return because(name, why + "; " + EXPECTED);
    }
}

package murmuration.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** The API key, or an issuer's token, that the command line shows to a server. */
final class ShownKey {
    static final String VARIABLE = "MURMURATION_API_KEY";
    static final String FILE = "MURMURATION_API_KEY_FILE";

    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "[::1]");

    private ShownKey() {}

    /** The variable's, else the content of the file that another names; empty where there is neither. */
    static Optional<String> find(Map<String, String> environment) {
        String key = environment.getOrDefault(VARIABLE, "").strip();
        String file = environment.getOrDefault(FILE, "");
        if (!key.isEmpty() || file.isBlank()) {
            return Optional.of(key).filter(each -> !each.isEmpty()).map(each -> oneLine(VARIABLE, each));
        }
        try {
            return Optional.of(oneLine(FILE, Files.readString(Path.of(file)).strip()));
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, FILE + " names a file that cannot be read", e);
        }
    }

    private static String oneLine(String named, String key) {
        if (!key.chars().allMatch(each -> each > ' ' && each < 127)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    named
                            + " holds something else than a key: a key is one line without spaces; make one with: murmuration"
                            + " keys create");
        }
        return key;
    }

    /** Refuses to show it where others could read it on the way. */
    static void requirePrivate(String url) {
        URI at = URI.create(url);
        if (!"https".equals(at.getScheme()) && !HERE.contains(at.getHost())) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    "an API key is sent to https://… or to this machine only, not to " + at.getScheme() + "://"
                            + at.getHost());
        }
    }
}

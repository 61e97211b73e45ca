package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Bounds of what may be asked for at once. */
final class Limits {
    /** Data sets or runs of one page. RunService gives 200 at most, and one more than a page tells whether there is a next. */
    static final int LIST = 199;
    /** API keys of one page, and so many where nobody says how many. */
    static final int KEYS = 1_000;
    /** Clusters of one page. */
    static final int CLUSTERS = 1_000;
    /** Levels of a tree. */
    static final int DEPTH = 20;

    private static final int DEFAULT = 50;
    private static final double DOLLARS = 1e9;

    private Limits() {}

    /** What was asked for, or the default; out of bounds it is refused. */
    static int page(@Nullable Integer asked, int most) {
        return within("limit", asked == null ? DEFAULT : asked, most);
    }

    /** A number that is asked for by this name, from 1 on. */
    static int within(String name, int asked, int most) {
        if (asked < 1 || asked > most) {
            throw refused("%s is 1 to %d, not %d".formatted(name, most, asked));
        }
        return asked;
    }

    /** A number from 0 on that is asked for by this name, 0 where none is. */
    static long number(String name, @Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return 0;
        }
        if (!asked.matches("[0-9]{1,18}")) {
            throw refused(name + " is a number of at most 18 digits");
        }
        return Long.parseLong(asked);
    }

    /** One of these words, or the first where none is asked for. */
    static String word(String name, @Nullable String asked, List<String> offered) {
        if (asked == null || asked.isEmpty()) {
            return offered.getFirst();
        }
        if (!offered.contains(asked)) {
            List<String> told = offered.stream().filter(each -> !each.isEmpty()).toList();
            throw refused(name + " is one of " + String.join(", ", told));
        }
        return asked;
    }

    /** Dollars of {@code {"usd": 5.00}}; null for none. */
    static @Nullable Double usd(JsonNode body) {
        JsonNode usd = body.path("usd");
        boolean alone = body.isObject() && body.size() == 1 && body.has("usd");
        boolean given = usd.isNumber() && usd.doubleValue() >= 0 && usd.doubleValue() <= DOLLARS;
        if (!alone || !(given || usd.isNull())) {
            throw refused("the body is {\"usd\": …}, a number from 0 to 1,000,000,000, or null for no budget");
        }
        return given ? Double.valueOf(usd.doubleValue()) : null;
    }

    static MurmurationException refused(String rule) {
        return new MurmurationException(ErrorCode.INVALID_REQUEST, rule);
    }

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}

package murmuration.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A server that a suite needs and the environment names; where it names none the suite is skipped, and says so. */
public final class NamedServer {
    private NamedServer() {}

    /** Skips the suite unless all of these variables are set. */
    public static void required(String suite, String... variables) {
        assumeTrue(isNamed(suite, variables), () -> skipped(suite, variables));
    }

    /** Whether all of these variables are set; if not, says what is skipped, since a report of skipped tests gives no reason. */
    @SuppressWarnings("SystemOut")
    public static boolean isNamed(String suite, String... variables) {
        boolean named = missing(variables).isEmpty();
        if (!named) {
            System.out.println(skipped(suite, variables));
        }
        return named;
    }

    private static String skipped(String suite, String... variables) {
        return "skipped: " + suite + ", since not set: " + missing(variables);
    }

    private static String missing(String... variables) {
        return Arrays.stream(variables)
                .filter(variable -> System.getenv().getOrDefault(variable, "").isEmpty())
                .collect(Collectors.joining(", "));
    }
}

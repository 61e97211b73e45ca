package murmuration.runtime;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;

/** A server that a suite needs and the environment names; where it names none the suite is skipped, and says so. */
public final class NamedServer {
    private NamedServer() {}

    /** Skips the suite unless all of these variables are set. */
    @SuppressWarnings("SystemOut")
    public static void required(String suite, String... variables) {
        List<String> missing = Arrays.stream(variables)
                .filter(variable -> System.getenv(variable) == null)
                .toList();
        if (!missing.isEmpty()) {
            String skipped = "skipped: " + suite + ", since not set: " + String.join(", ", missing);
            // a report of skipped tests does not give the reason
            System.out.println(skipped);
            assumeTrue(false, skipped);
        }
    }
}

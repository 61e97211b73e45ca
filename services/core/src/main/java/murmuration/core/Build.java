package murmuration.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which code this is.
 *
 * @param version of the release
 * @param commit what it was built from, as {@code git describe --always --dirty} says; empty where that was not known
 */
public record Build(String version, String commit) {
    /** The code of this process. */
    public static final Build THIS = read();

    private static Build read() {
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"))) {
            Properties properties = new Properties();
            properties.load(in);
            return new Build(
                    Objects.requireNonNull(properties.getProperty("version")), properties.getProperty("commit", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

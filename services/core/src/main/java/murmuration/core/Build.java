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
 * @param digest SHA-256 over all that it was built from, as {@code bin/build-digest} computes it; empty where it was built
 *     otherwise than by {@code make}
 */
public record Build(
        @Meaning("Of the release.") String version,

        @Meaning("What it was built from, as `git describe --always --dirty` says; empty where that was not known.")
        String commit,

        @Meaning("SHA-256 over all files that it was built from; empty where that was not known.")
        String digest) {
    /** The code of this process. */
    public static final Build THIS = read();

    private static Build read() {
        try (InputStream in = Objects.requireNonNull(Build.class.getResourceAsStream("build.properties"))) {
            Properties properties = new Properties();
            properties.load(in);
            return new Build(
                    Objects.requireNonNull(properties.getProperty("version")),
                    properties.getProperty("commit", ""),
                    properties.getProperty("digest", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

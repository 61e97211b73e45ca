package murmuration.offline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Files on the class path: our own lists, and those that libraries carry. */
final class Resources {
    private Resources() {}

    /** A file of this package. */
    static String text(String name) {
        return read("murmuration/offline/" + name);
    }

    /** A file by its full path on the class path. */
    static String read(String path) {
        ClassLoader loader = Resources.class.getClassLoader();
        if (loader == null) {
            throw new IllegalStateException("no class loader for " + path);
        }
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

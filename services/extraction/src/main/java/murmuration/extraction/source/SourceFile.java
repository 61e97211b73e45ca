package murmuration.extraction.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of conversations that can be read, as often as it is opened.
 *
 * @param name what messages call it: its base name
 */
public record SourceFile(String name, Content content) {
    /** A file of this machine. */
    public static SourceFile of(Path file) {
        return new SourceFile(String.valueOf(file.getFileName()), () -> Files.newInputStream(file));
    }

    /** Bytes that stand somewhere. */
    @FunctionalInterface
    public interface Content {
        /** Opens them at their beginning. */
        InputStream open() throws IOException;
    }
}

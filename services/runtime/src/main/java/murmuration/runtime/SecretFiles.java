package murmuration.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Configuration from a mounted folder, {@code MURMURATION_SECRETS}: a file's name is a property's, its content the value, as
 * a Kubernetes secret is mounted. Read once, at the start; the environment wins where both say something.
 */
public final class SecretFiles implements ConfigSource {
    private static final int BELOW_ENVIRONMENT = 290;
    private static final String FOLDER = "MURMURATION_SECRETS";

    private final Map<String, String> values;

    /** As the environment names the folder; nothing where it names none. */
    public SecretFiles() {
        this(System.getenv(FOLDER));
    }

    SecretFiles(@Nullable String folder) {
        values = folder == null || folder.isBlank() ? Map.of() : read(Path.of(folder));
    }

    private static Map<String, String> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> values = new TreeMap<>();
            // what Kubernetes keeps beside the files, ..data and its like, is no secret of its own
            for (Path file : files.filter(
                            file -> !String.valueOf(file.getFileName()).startsWith(".."))
                    .filter(Files::isRegularFile)
                    .toList()) {
                values.put(
                        String.valueOf(file.getFileName()),
                        Files.readString(file).strip());
            }
            return Map.copyOf(values);
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + " names a folder that cannot be read: " + folder, e);
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return FOLDER;
    }

    @Override
    public int getOrdinal() {
        return BELOW_ENVIRONMENT;
    }
}

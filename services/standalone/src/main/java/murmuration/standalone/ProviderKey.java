package murmuration.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether a provider's key is found, never what it is.
 *
 * @param name the variable that holds it
 * @param well a file that is named for it can be read
 */
record ProviderKey(String name, boolean well, String told) {
    /** Looks where the services look: in the variable, else in the file that another variable names. */
    static ProviderKey find(String variable, String fileVariable, Map<String, String> environment) {
        String file = environment.getOrDefault(fileVariable, "");
        if (!environment.getOrDefault(variable, "").isBlank()) {
            return new ProviderKey(variable, true, "found");
        }
        if (file.isBlank()) {
            return new ProviderKey(variable, true, "not found; only runs that name a model of this provider need it");
        }
        return Files.isReadable(Path.of(file))
                ? new ProviderKey(variable, true, "found, in the file that " + fileVariable + " names")
                : new ProviderKey(
                        variable, false, "not found: the file that " + fileVariable + " names cannot be read");
    }
}

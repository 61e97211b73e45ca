package murmuration.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import murmuration.models.KeyText;

/**
 * Whether a provider's key is found, never what it is.
 *
 * @param name the variable that holds it
 * @param well a file that is named for it can be read, and what is found can be sent
 */
record ProviderKey(String name, boolean well, String told) {
    /** Looks where the services look: in the variable, else in the file that another variable names. */
    static ProviderKey find(String variable, String fileVariable, Map<String, String> environment) {
        String key = environment.getOrDefault(variable, "").strip();
        String file = environment.getOrDefault(fileVariable, "");
        if (!key.isEmpty()) {
            return found(variable, key, "found");
        }
        if (file.isBlank()) {
            return new ProviderKey(variable, true, "not found; only runs that name a model of this provider need it");
        }
        try {
            String inFile = Files.readString(Path.of(file)).strip();
            if (inFile.isEmpty()) {
                return new ProviderKey(variable, false, "not found: the file that " + fileVariable + " names is empty");
            }
            return found(variable, inFile, "found, in the file that " + fileVariable + " names");
        } catch (IOException e) {
            return new ProviderKey(
                    variable, false, "not found: the file that " + fileVariable + " names cannot be read");
        }
    }

    private static ProviderKey found(String variable, String key, String told) {
        return KeyText.isSendable(key)
                ? new ProviderKey(variable, true, told)
                : new ProviderKey(variable, false, told + "; it holds " + KeyText.NOT_SENDABLE);
    }
}

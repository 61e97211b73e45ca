package murmuration.models;

import org.jspecify.annotations.Nullable;

/**
 * Where a provider is, and with which key.
 *
 * @param key null: none is sent
 */
record Endpoint(String baseUrl, @Nullable String key) {
    /** The key is nobody's business. */
    @Override
    public String toString() {
        return "Endpoint " + baseUrl + (key == null ? " without a key" : " with a key");
    }
}

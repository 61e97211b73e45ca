package murmuration.gateway.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A key as an administrator sees it; times are RFC 3339.
 *
 * @param key the key itself, only in the answer to its making
 * @param usedAt the hour in which it was used last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyView(
        String id,
        String name,
        String role,
        @Nullable String key,
        String createdBy,
        String createdAt,
        @Nullable String usedAt,
        @Nullable String expiresAt,
        @Nullable String revokedAt) {
    KeyView with(ApiKey made) {
        return new KeyView(id, name, role, made.secret(), createdBy, createdAt, usedAt, expiresAt, revokedAt);
    }
}

package murmuration.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** API keys: made, listed, revoked, recognized; and the sessions that are begun with them. */
public final class Keys {
    /** What an unknown key is compared with, so that it takes as long as a known one. */
    private static final byte[] NOBODYS = new byte[32];

    private final KeyRows rows;
    private final Duration session;

    /** @param session how long a browser stays signed in at most */
    Keys(KeyRows rows, Duration session) {
        this.rows = rows;
        this.session = session;
    }

    /** A key that was shown and is good. */
    record Known(Principal holder, boolean isSession, Optional<Instant> expires) {}

    /** A session as its browser is told: the key, and until when it is good. */
    public record Begun(ApiKey key, Instant expires) {}

    /** Makes a key; the answer is the only place where it can be read. */
    public KeyView create(Principal holder, String createdBy, Optional<Instant> expires) {
        ApiKey key = ApiKey.generate();
        rows.insert(new KeyRows.New(key, holder, false, null, createdBy, expires));
        return view(holder.tenant(), key.id()).with(key);
    }

    /**
     * Some of a tenant's keys, the newest first; those that were revoked, too.
     *
     * @param after the id of the key that they follow; empty for the first ones
     */
    public List<KeyView> list(String tenant, String after, int limit) {
        if (!after.isEmpty() && !ApiKey.isId(after)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "after is the id of a key, 16 digits of 0-9 and a-f");
        }
        return rows.list(tenant, after, limit);
    }

    /** Revokes a key and ends the sessions that were begun with it. Idempotent. */
    public KeyView revoke(String tenant, String id, String revokedBy) {
        rows.revoke(tenant, id, revokedBy);
        return view(tenant, id);
    }

    /** Begins a session of whoever holds a key, or of somebody whom an issuer knows. */
    public Begun begin(Principal holder, Optional<ApiKey> with, Optional<Instant> atMost) {
        Instant usual = Instant.now().plus(session);
        Instant expires = atMost.filter(usual::isAfter).orElse(usual);
        ApiKey key = ApiKey.generate();
        @Nullable String parent = with.map(ApiKey::id).orElse(null);
        rows.insert(new KeyRows.New(key, holder, true, parent, holder.name(), Optional.of(expires)));
        return new Begun(key, expires);
    }

    /** Whose key this is; empty where it is none, or good no more. */
    Optional<Known> find(ApiKey shown) {
        Optional<KeyRows.Found> found = rows.find(shown.id());
        if (!shown.hashesTo(found.map(KeyRows.Found::hash).orElse(NOBODYS))) {
            return Optional.empty();
        }
        return found.map(key -> {
            if (!key.usedThisHour()) {
                rows.used(key.holder().tenant(), shown.id());
            }
            return new Known(key.holder(), key.session(), Optional.ofNullable(key.expires()));
        });
    }

    private KeyView view(String tenant, String id) {
        return rows.key(tenant, id)
                .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "there is no key with that id"));
    }
}

package murmuration.core;

import java.util.UUID;

/** Who is behind conversations: 128 bits of an HMAC under the deployment's key. Counted, never shown. */
public record AccountId(UUID value) implements Comparable<AccountId> {
    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }
}

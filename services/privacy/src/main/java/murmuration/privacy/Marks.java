package murmuration.privacy;

import java.util.HexFormat;
import java.util.UUID;
import murmuration.runtime.DeploymentKey;

/** Digests under the deployment's key, by which sets of conversations are known again and nothing in them is. */
record Marks(DeploymentKey key, String tenant) {
    /** A conversation's. */
    UUID conversation(UUID id) {
        return key.pseudonym(tenant, "counted conversation", id.toString());
    }

    /** That of conversations of which only this is known. */
    SetKey undrawn(String what) {
        return SetKey.of(key.pseudonym(tenant, "conversations not drawn", what));
    }

    /** That of a set, as it may be stored. */
    UUID set(SetKey set) {
        return key.pseudonym(tenant, "counted set", set.toString());
    }

    /** That of all that a release counts. */
    String all(String sets) {
        return HexFormat.of().formatHex(key.hmac(tenant, "counted release", sets));
    }
}

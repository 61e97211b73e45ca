package murmuration.extraction.imports;

import murmuration.core.AccountId;
import murmuration.core.ConversationId;
import murmuration.core.Digest;
import murmuration.core.Turn;
import murmuration.extraction.source.Draft;
import murmuration.runtime.DeploymentKey;

/** Turns a source's ids into ours, under the deployment's key; the source's own are not kept. Thread-safe. */
public final class Pseudonyms {
    private final DeploymentKey key;
    private final String tenant;

    Pseudonyms(DeploymentKey key, String tenant) {
        this.key = key;
        this.tenant = tenant;
    }

    /** The pseudonym of an account that a source names so. */
    public static AccountId account(DeploymentKey key, String tenant, String sourceId) {
        return new Pseudonyms(key, tenant).account(sourceId);
    }

    AccountId account(String sourceId) {
        return new AccountId(key.pseudonym(tenant, "account", sourceId));
    }

    /** From the source's id; a conversation that has none is known by its account and its text. */
    ConversationId conversation(Draft draft) {
        return new ConversationId(draft.id()
                .map(id -> key.pseudonym(tenant, "conversation", id))
                .orElseGet(() -> key.pseudonym(tenant, "conversation text", text(draft))));
    }

    private static String text(Draft draft) {
        Digest digest = new Digest().add(draft.account().orElse(""));
        for (Turn turn : draft.turns()) {
            digest.add(turn.role().name()).add(turn.text());
            digest.add(String.join(",", turn.toolCalls())).add(String.join(",", turn.attachments()));
        }
        return digest.hex();
    }
}

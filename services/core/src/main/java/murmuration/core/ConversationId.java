package murmuration.core;

import java.util.UUID;

/** Which conversation: 128 bits of an HMAC under the deployment's key over the source's id, or over the canonical text. */
public record ConversationId(UUID value) {}

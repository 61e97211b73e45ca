package murmuration.workflows.payloads;

import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Refuses what is too large to be a reference: only ids, counts and digests travel through Temporal. */
final class SizeGuard implements PayloadCodec {
    /** The largest payload in bytes; a page of 500 shard sizes takes 3,000. */
    static final int MAX_BYTES = 8 * 1024;

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        for (Payload payload : payloads) {
            if (payload.getSerializedSize() > MAX_BYTES) {
                throw new MurmurationException(
                        ErrorCode.INVALID_INPUT,
                        "a payload of " + payload.getSerializedSize() + " bytes is over " + MAX_BYTES
                                + ": only ids, counts and digests travel through Temporal");
            }
        }
        return payloads;
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads;
    }
}

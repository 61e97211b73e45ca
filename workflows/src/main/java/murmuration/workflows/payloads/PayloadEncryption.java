package murmuration.workflows.payloads;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Encrypts payloads with AES-GCM; the key's id stands beside, so that keys can be changed while runs go on. */
final class PayloadEncryption implements PayloadCodec {
    static final String ENCODING = "binary/encrypted";
    private static final String KEY_ID = "encryption-key-id";

    private final PayloadKey current;
    private final Map<String, PayloadKey> known = new LinkedHashMap<>();

    PayloadEncryption(PayloadKey current, List<PayloadKey> former) {
        this.current = current;
        former.forEach(key -> known.put(key.id(), key));
        known.put(current.id(), current);
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encrypted).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decrypted).toList();
    }

    private Payload encrypted(Payload payload) {
        byte[] sealed = current.sealing().seal(payload.toByteArray(), bytes(current.id()));
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8(ENCODING))
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(current.id()))
                .setData(ByteString.copyFrom(sealed))
                .build();
    }

    private Payload decrypted(Payload payload) {
        if (!metadata(payload, "encoding").equals(ENCODING)) {
            return payload;
        }
        String id = metadata(payload, KEY_ID);
        @Nullable PayloadKey key = known.get(id);
        if (key == null) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "no payload key " + id + " is configured");
        }
        try {
            return Payload.parseFrom(key.sealing().open(payload.getData().toByteArray(), bytes(id)));
        } catch (InvalidProtocolBufferException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "an encrypted payload holds none", e);
        } catch (MurmurationException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "a payload is not what key " + id + " wrote", e);
        }
    }

    private static byte[] bytes(String keyId) {
        return keyId.getBytes(StandardCharsets.UTF_8);
    }

    private static String metadata(Payload payload, String key) {
        return payload.getMetadataOrDefault(key, ByteString.EMPTY).toStringUtf8();
    }
}

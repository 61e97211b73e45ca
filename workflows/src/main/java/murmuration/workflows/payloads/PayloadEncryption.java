package murmuration.workflows.payloads;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Encrypts payloads with AES-GCM; the key's id stands beside, so that keys can be changed while runs go on. */
final class PayloadEncryption implements PayloadCodec {
    static final String ENCODING = "binary/encrypted";
    private static final String KEY_ID = "encryption-key-id";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
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
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] content = crypt(Cipher.ENCRYPT_MODE, current, nonce, payload.toByteArray());
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8(ENCODING))
                .putMetadata(KEY_ID, ByteString.copyFromUtf8(current.id()))
                .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(content)))
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
        byte[] nonce = payload.getData().substring(0, NONCE_BYTES).toByteArray();
        byte[] content = payload.getData().substring(NONCE_BYTES).toByteArray();
        try {
            return Payload.parseFrom(crypt(Cipher.DECRYPT_MODE, key, nonce, content));
        } catch (InvalidProtocolBufferException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "an encrypted payload holds none", e);
        }
    }

    private static byte[] crypt(int mode, PayloadKey key, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(key.id().getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, "a payload is not what key " + key.id() + " wrote", e);
        }
    }

    private static String metadata(Payload payload, String key) {
        return payload.getMetadataOrDefault(key, ByteString.EMPTY).toStringUtf8();
    }
}

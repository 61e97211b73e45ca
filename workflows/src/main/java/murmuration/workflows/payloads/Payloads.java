package murmuration.workflows.payloads;

import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;

/** How records become what Temporal keeps. */
public final class Payloads {
    private Payloads() {}

    /** A converter that writes JSON, refuses what is too large, and encrypts it, the messages of failures included. */
    public static DataConverter converter(PayloadKey current, List<PayloadKey> former) {
        // the last codec is the first to encode: the guard measures what is not yet encrypted
        return new CodecDataConverter(
                DefaultDataConverter.newDefaultInstance().withFailureConverter(new CleanFailures()),
                List.of(new PayloadEncryption(current, former), new SizeGuard()),
                true);
    }
}

package murmuration.workflows.traces;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.Header;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers of a workflow or an activity that say which trace it is of: W3C Trace Context, as payloads. */
final class TraceHeader {
    private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

    private TraceHeader() {}

    /** Adds what names the trace of this context; nothing where it is of none. */
    static void write(Context context, Header header) {
        FORMAT.inject(
                context,
                header.getValues(),
                (values, field, value) -> values.put(
                        field,
                        Payload.newBuilder()
                                .setData(ByteString.copyFrom(value, StandardCharsets.US_ASCII))
                                .build()));
    }

    /** The context of the trace that it names; that of none where it names none. */
    static Context read(Header header) {
        return FORMAT.extract(Context.root(), header.getValues(), Fields.ALL);
    }

    /** Hands on what names a trace. */
    static void copy(Header from, Header to) {
        for (String field : FORMAT.fields()) {
            Payload value = from.getValues().get(field);
            if (value != null) {
                to.getValues().put(field, value);
            }
        }
    }

    private enum Fields implements TextMapGetter<Map<String, Payload>> {
        ALL;

        @Override
        public Iterable<String> keys(Map<String, Payload> values) {
            return values.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, Payload> values, String field) {
            Payload value = values == null ? null : values.get(field);
            return value == null ? null : value.getData().toStringUtf8();
        }
    }
}

package murmuration.models;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;

/**
 * A span for each call, by OpenTelemetry's conventions for generative AI: names and numbers, and nothing of what was said.
 *
 * @param tracer one that does nothing, where nobody wants spans
 * @param server where the model is
 */
record CallSpans(Supplier<Tracer> tracer, String provider, URI server) {
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    /** A provider each of whose calls has a span and says how long it took. */
    Provider around(Provider provider) {
        return call -> {
            Span span = begin(call);
            long began = System.nanoTime();
            try {
                Reply reply = provider.send(call);
                answered(span, call, reply);
                return reply;
            } catch (MurmurationException e) {
                // our code, never the provider's words
                span.setAttribute("error.type", e.code().name())
                        .setStatus(StatusCode.ERROR)
                        .end();
                throw e;
            } finally {
                Exchange.took(System.nanoTime() - began);
            }
        };
    }

    private Span begin(Call call) {
        String operation = embeds(call) ? "embeddings" : "chat";
        SpanBuilder span = tracer.get()
                .spanBuilder(operation + " " + call.model())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", operation)
                .setAttribute("gen_ai.provider.name", provider)
                .setAttribute("gen_ai.request.model", call.model())
                .setAttribute("murmuration.purpose", call.purpose().name())
                .setAttribute("server.address", server.getHost());
        if (!embeds(call)) {
            span.setAttribute("gen_ai.request.max_tokens", (long) call.maxTokens())
                    .setAttribute("gen_ai.request.temperature", call.temperature());
        }
        if (server.getPort() >= 0) {
            span.setAttribute("server.port", (long) server.getPort());
        }
        return span.startSpan();
    }

    /** What is asked for is a vector, and no words. */
    private static boolean embeds(Call call) {
        return call.purpose() == Purpose.EMBED;
    }

    private static void answered(Span span, Call call, Reply reply) {
        span.setAttribute("gen_ai.usage.input_tokens", reply.inputTokens());
        if (!embeds(call)) {
            said(span, reply);
        }
        span.end();
    }

    private static void said(Span span, Reply reply) {
        span.setAttribute("gen_ai.usage.output_tokens", reply.outputTokens())
                .setAttribute("gen_ai.usage.cache_creation.input_tokens", reply.cacheWriteTokens())
                .setAttribute("gen_ai.usage.cache_read.input_tokens", reply.cacheReadTokens())
                .setAttribute(
                        FINISH_REASONS,
                        List.of(
                                switch (reply.stop()) {
                                    case END -> "stop";
                                    case CUT, FULL -> "length";
                                    case REFUSED -> "content_filter";
                                }));
    }
}

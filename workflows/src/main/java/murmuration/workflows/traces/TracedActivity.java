package murmuration.workflows.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A span of one attempt: its names and its number, and the kind of its failure without a word of it. */
final class TracedActivity extends ActivityInboundCallsInterceptorBase {
    private final Supplier<Tracer> tracer;
    private @Nullable ActivityInfo info;

    TracedActivity(ActivityInboundCallsInterceptor next, Supplier<Tracer> tracer) {
        super(next);
        this.tracer = tracer;
    }

    @Override
    public void init(ActivityExecutionContext context) {
        info = context.getInfo();
        super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
        ActivityInfo activity = Objects.requireNonNull(info);
        Span span = tracer.get()
                .spanBuilder(activity.getActivityType())
                .setParent(TraceHeader.read(input.getHeader()))
                .setAttribute("temporalWorkflowID", activity.getWorkflowId())
                .setAttribute("temporalRunID", activity.getWorkflowRunId())
                .setAttribute("temporalActivityID", activity.getActivityId())
                .setAttribute("temporal.attempt", (long) activity.getAttempt())
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            return super.execute(input);
        } catch (RuntimeException e) {
            span.setAttribute(
                            "error.type",
                            e instanceof ApplicationFailure known
                                    ? known.getType()
                                    : e.getClass().getSimpleName())
                    .setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }
}

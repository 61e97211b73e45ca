package murmuration.workflows.traces;

import io.opentelemetry.api.trace.Tracer;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import java.util.function.Supplier;

/**
 * Makes a span of each attempt of an activity, below the request that started its workflow. Workflows hand the trace on
 * and have no spans of their own: they are replayed.
 */
public final class TracedWork extends WorkerInterceptorBase {
    private final Supplier<Tracer> tracer;

    /** @param tracer one that does nothing, where nobody wants spans */
    public TracedWork(Supplier<Tracer> tracer) {
        this.tracer = tracer;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new TracedWorkflow(next);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new TracedActivity(next, tracer);
    }
}

package murmuration.workflows.traces;

import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;

/** Hands the trace that a workflow was started with on to its activities, its children and what it continues as. */
final class TracedWorkflow extends WorkflowInboundCallsInterceptorBase {
    private Header started = Header.empty();

    TracedWorkflow(WorkflowInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Outbound(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        started = input.getHeader();
        return super.execute(input);
    }

    private final class Outbound extends WorkflowOutboundCallsInterceptorBase {
        Outbound(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            TraceHeader.copy(started, input.getHeader());
            return super.executeActivity(input);
        }

        @Override
        public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
            TraceHeader.copy(started, input.getHeader());
            return super.executeChildWorkflow(input);
        }

        @Override
        public void continueAsNew(ContinueAsNewInput input) {
            TraceHeader.copy(started, input.getHeader());
            super.continueAsNew(input);
        }
    }
}

package murmuration.workflows.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracer tracer = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test");
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setInterceptors(new TracedStarts())
                            .build())
                    .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(new TracedWork(() -> tracer))
                            .build())
                    .build());

    TracesTest() {
        Worker worker = temporal.newWorker("test");
        worker.registerWorkflowImplementationTypes(Generations.class);
        worker.registerActivitiesImplementations((Step) words -> {
            if (words.equals("fail")) {
                throw ApplicationFailure.newNonRetryableFailure("somebody's words", "INVALID_INPUT");
            }
        });
        temporal.start();
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @Test
    void activitiesOfAllGenerationsAreBelowTheRequest() {
        Span request = tracer.spanBuilder("request").startSpan();
        try (Scope _ = request.makeCurrent()) {
            family().run(2, "go");
        }

        assertThat(spans.getFinishedSpanItems())
                .hasSize(3)
                .allSatisfy(span -> assertThat(span.getTraceId())
                        .isEqualTo(request.getSpanContext().getTraceId()))
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(request.getSpanContext().getSpanId()))
                .extracting(SpanData::getName)
                .containsOnly("Go");
    }

    @Test
    void withoutATraceEachActivityHasItsOwn() {
        family().run(0, "go");
        family().run(0, "go");
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFailureTellsItsKindAndNoWord() {
        Family family = family();
        assertThatThrownBy(() -> family.run(0, "fail")).isInstanceOf(WorkflowFailedException.class);
        List<SpanData> failed = spans.getFinishedSpanItems();
        assertThat(failed.getFirst().getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("INVALID_INPUT");
        assertThat(failed.toString()).doesNotContain("somebody");
    }

    private Family family() {
        return temporal.getWorkflowClient()
                .newWorkflowStub(
                        Family.class,
                        WorkflowOptions.newBuilder().setTaskQueue("test").build());
    }

    /** A step that fails when it is told to. */
    @ActivityInterface
    public interface Step {
        /** Does nothing, or fails. */
        void go(String words);
    }

    /** A workflow, the one that it continues as, and a child of that. */
    @WorkflowInterface
    public interface Family {
        /** Takes a step, and has so many generations after it. */
        @WorkflowMethod
        void run(int generations, String words);
    }

    /** The second generation is continued as, the third is a child. */
    public static final class Generations implements Family {
        @Override
        public void run(int generations, String words) {
            Workflow.newActivityStub(
                            Step.class,
                            ActivityOptions.newBuilder()
                                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                                    .setRetryOptions(RetryOptions.newBuilder()
                                            .setMaximumAttempts(1)
                                            .build())
                                    .build())
                    .go(words);
            if (generations == 2) {
                Workflow.continueAsNew(1, words);
            } else if (generations == 1) {
                Workflow.newChildWorkflowStub(Family.class).run(0, words);
            }
        }
    }
}

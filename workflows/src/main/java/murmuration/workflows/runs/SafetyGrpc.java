package murmuration.workflows.runs;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.time.Instant;
import murmuration.core.RunKey;
import murmuration.runs.v1.ApproveSafetyRunRequest;
import murmuration.runs.v1.ApproveSafetyRunResponse;
import murmuration.runs.v1.AskSafetyRunRequest;
import murmuration.runs.v1.AskSafetyRunResponse;
import murmuration.runs.v1.EndSafetyRunRequest;
import murmuration.runs.v1.EndSafetyRunResponse;
import murmuration.runs.v1.GetSafetyRunRequest;
import murmuration.runs.v1.GetSafetyRunResponse;
import murmuration.runs.v1.ListSafetyRunsRequest;
import murmuration.runs.v1.ListSafetyRunsResponse;
import murmuration.runs.v1.SafetyServiceGrpc;
import murmuration.runtime.Rpc;

/** Serves safety runs. */
@GrpcService
@Singleton
public final class SafetyGrpc extends SafetyServiceGrpc.SafetyServiceImplBase {
    private final SafetyRuns runs;

    /** Serves these. */
    public SafetyGrpc(SafetyRuns runs) {
        this.runs = runs;
    }

    @Blocking
    @Override
    public void askSafetyRun(AskSafetyRunRequest request, StreamObserver<AskSafetyRunResponse> observer) {
        Rpc.answer(observer, () -> {
            Instant expires = Instant.ofEpochSecond(
                    request.getExpiresAt().getSeconds(), request.getExpiresAt().getNanos());
            SafetyRun run = runs.ask(new SafetyRuns.Wish(
                    request.getTenant(),
                    request.getSpecJson(),
                    new SafetyRun.Terms(request.getReason(), expires),
                    request.getAskedBy()));
            return AskSafetyRunResponse.newBuilder()
                    .setRun(RunMessages.message(run))
                    .build();
        });
    }

    @Blocking
    @Override
    public void approveSafetyRun(ApproveSafetyRunRequest request, StreamObserver<ApproveSafetyRunResponse> observer) {
        Rpc.answer(
                observer,
                () -> ApproveSafetyRunResponse.newBuilder()
                        .setRun(RunMessages.message(runs.approve(
                                new RunKey(request.getTenant(), request.getRunId()), request.getApprovedBy())))
                        .build());
    }

    @Blocking
    @Override
    public void getSafetyRun(GetSafetyRunRequest request, StreamObserver<GetSafetyRunResponse> observer) {
        Rpc.answer(
                observer,
                () -> GetSafetyRunResponse.newBuilder()
                        .setRun(RunMessages.message(runs.run(new RunKey(request.getTenant(), request.getRunId()))))
                        .build());
    }

    @Blocking
    @Override
    public void listSafetyRuns(ListSafetyRunsRequest request, StreamObserver<ListSafetyRunsResponse> observer) {
        Rpc.answer(
                observer,
                () -> ListSafetyRunsResponse.newBuilder()
                        .addAllRuns(runs.list(request.getTenant(), request.getAfter(), request.getLimit()).stream()
                                .map(RunMessages::message)
                                .toList())
                        .build());
    }

    @Blocking
    @Override
    public void endSafetyRun(EndSafetyRunRequest request, StreamObserver<EndSafetyRunResponse> observer) {
        Rpc.answer(
                observer,
                () -> EndSafetyRunResponse.newBuilder()
                        .setRun(RunMessages.message(
                                runs.end(new RunKey(request.getTenant(), request.getRunId()), request.getAskedBy())))
                        .build());
    }
}

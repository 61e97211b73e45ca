package murmuration.gateway;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
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
import murmuration.runs.v1.SafetyRun;
import murmuration.runs.v1.SafetyServiceGrpc;
import murmuration.runtime.Rpc;

/** One safety run of the tenant "default", whose approval is told by its name. */
@GrpcService
@Singleton
public class ScriptedSafety extends SafetyServiceGrpc.SafetyServiceImplBase {
    @Override
    @Blocking
    public void askSafetyRun(AskSafetyRunRequest request, StreamObserver<AskSafetyRunResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(
                out,
                () -> AskSafetyRunResponse.newBuilder()
                        .setRun(run(request.getTenant(), request.getAskedBy()).toBuilder()
                                .setReason(request.getReason())
                                .setExpiresAt(request.getExpiresAt()))
                        .build());
    }

    @Override
    @Blocking
    public void approveSafetyRun(ApproveSafetyRunRequest request, StreamObserver<ApproveSafetyRunResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(
                out,
                () -> ApproveSafetyRunResponse.newBuilder()
                        .setRun(run(request.getTenant(), "ada").toBuilder().setApprovedBy(request.getApprovedBy()))
                        .build());
    }

    @Override
    @Blocking
    public void getSafetyRun(GetSafetyRunRequest request, StreamObserver<GetSafetyRunResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(
                out,
                () -> GetSafetyRunResponse.newBuilder()
                        .setRun(run(request.getTenant(), "ada"))
                        .build());
    }

    @Override
    @Blocking
    public void listSafetyRuns(ListSafetyRunsRequest request, StreamObserver<ListSafetyRunsResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(out, () -> {
            ListSafetyRunsResponse.Builder response = ListSafetyRunsResponse.newBuilder();
            return request.getTenant().equals("default")
                    ? response.addRuns(run("default", "ada")).build()
                    : response.build();
        });
    }

    @Override
    @Blocking
    public void endSafetyRun(EndSafetyRunRequest request, StreamObserver<EndSafetyRunResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(
                out,
                () -> EndSafetyRunResponse.newBuilder()
                        .setRun(run(request.getTenant(), "ada").toBuilder().setState("EXPIRED"))
                        .build());
    }

    private static SafetyRun run(String tenant, String askedBy) {
        if (!tenant.equals("default")) {
            throw new MurmurationException(ErrorCode.NOT_FOUND, "there is no safety run with that id");
        }
        return SafetyRun.newBuilder()
                .setId(ScriptedRuns.RUNNING)
                .setState("WAITING")
                .setName("week 48")
                .setDatasetId(PublishedSchema.DATASET)
                .setDatasetName("sample")
                .setSpecJson("{}")
                .setReason("case 7")
                .setAskedBy(askedBy)
                .setAskedAt(Timestamp.newBuilder().setSeconds(1_764_000_000))
                .build();
    }
}

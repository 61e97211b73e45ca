package murmuration.gateway;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.privacy.v1.PrivacyServiceGrpc;
import murmuration.privacy.v1.ReadSafetyRunRequest;
import murmuration.privacy.v1.ReadSafetyRunResponse;
import murmuration.privacy.v1.SafetyCluster;
import murmuration.privacy.v1.SafetyConversation;
import murmuration.runtime.Rpc;

/** A cluster of one conversation, of the tenant "default"; keeps who has read it. */
@GrpcService
@Singleton
public class ScriptedPrivacy extends PrivacyServiceGrpc.PrivacyServiceImplBase {
    static final Queue<String> READERS = new ConcurrentLinkedQueue<>();

    @Override
    @Blocking
    public void readSafetyRun(ReadSafetyRunRequest request, StreamObserver<ReadSafetyRunResponse> out) {
        ScriptedRuns.requireStorable(request);
        Rpc.answer(out, () -> {
            if (!request.getRun().getTenant().equals("default")) {
                throw new MurmurationException(ErrorCode.NOT_FOUND, "there is nothing to read under this id");
            }
            READERS.add(request.getAskedBy());
            ReadSafetyRunResponse.Builder response = ReadSafetyRunResponse.newBuilder()
                    .addClusters(SafetyCluster.newBuilder()
                            .setId("base1")
                            .setName("Something concerning")
                            .setConversations(1)
                            .setAccounts(1));
            return request.getClusterId().isEmpty()
                    ? response.build()
                    : response.addConversations(SafetyConversation.newBuilder()
                                    .setId(ScriptedRuns.RUNNING)
                                    .setAccount(PublishedSchema.DATASET))
                            .build();
        });
    }
}

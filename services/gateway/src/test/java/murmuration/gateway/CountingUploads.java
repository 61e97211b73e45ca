package murmuration.gateway;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import murmuration.core.Digest;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.extraction.v1.UploadFileRequest;
import murmuration.extraction.v1.UploadFileResponse;

/** An extraction that takes files and keeps only their names, and their size and digest together. */
@GrpcService
@Singleton
public class CountingUploads extends ExtractionServiceGrpc.ExtractionServiceImplBase {
    static final AtomicLong BYTES = new AtomicLong();
    static final List<String> NAMES = new CopyOnWriteArrayList<>();
    static final Semaphore TAKEN_BACK = new Semaphore(0);
    static volatile String digest = "";
    static volatile String tenant = "";

    @Override
    public StreamObserver<UploadFileRequest> uploadFile(StreamObserver<UploadFileResponse> out) {
        BYTES.set(0);
        NAMES.clear();
        Digest sum = new Digest();
        return new StreamObserver<>() {
            @Override
            public void onNext(UploadFileRequest part) {
                if (!part.getName().isEmpty()) {
                    NAMES.add(part.getName());
                    tenant = part.getTenant();
                }
                BYTES.addAndGet(part.getContent().size());
                part.getContent().forEach(one -> sum.add(one.longValue()));
            }

            @Override
            public void onError(Throwable failure) {
                TAKEN_BACK.release();
            }

            @Override
            public void onCompleted() {
                digest = sum.hex();
                out.onNext(UploadFileResponse.newBuilder()
                        .setUri("upload:1")
                        .setSizeBytes(BYTES.get())
                        .build());
                out.onCompleted();
            }
        };
    }
}

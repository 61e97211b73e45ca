package murmuration.extraction;

import io.grpc.stub.StreamObserver;
import murmuration.extraction.imports.Upload;
import murmuration.extraction.imports.Uploads;
import murmuration.extraction.v1.UploadFileRequest;
import murmuration.extraction.v1.UploadFileResponse;
import murmuration.runtime.GrpcErrors;
import org.jspecify.annotations.Nullable;

/** Receives the parts of files; whatever ends the call before its end removes what was received. */
final class UploadObserver implements StreamObserver<UploadFileRequest> {
    private final Uploads uploads;
    private final StreamObserver<UploadFileResponse> answer;
    private @Nullable Upload upload;
    private boolean failed;

    UploadObserver(Uploads uploads, StreamObserver<UploadFileResponse> answer) {
        this.uploads = uploads;
        this.answer = answer;
    }

    @Override
    public void onNext(UploadFileRequest part) {
        attempt(() -> {
            Upload open = opened(part);
            if (!part.getName().isEmpty()) {
                open.file(part.getName());
            }
            open.write(part.getContent().toByteArray());
        });
    }

    @Override
    public void onCompleted() {
        attempt(() -> {
            Upload whole = opened(UploadFileRequest.getDefaultInstance());
            whole.finish();
            answer.onNext(UploadFileResponse.newBuilder()
                    .setUri(whole.uri())
                    .setSizeBytes(whole.size())
                    .build());
            answer.onCompleted();
        });
    }

    @Override
    public void onError(Throwable gone) {
        failed = true;
        close();
    }

    private Upload opened(UploadFileRequest first) {
        Upload open = upload == null ? uploads.begin(first.getTenant()) : upload;
        upload = open;
        return open;
    }

    private void attempt(Runnable step) {
        if (failed) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            failed = true;
            try {
                close();
            } finally {
                answer.onError(GrpcErrors.sent(e));
            }
        }
    }

    private void close() {
        if (upload != null) {
            upload.close();
        }
    }
}

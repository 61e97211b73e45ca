package murmuration.gateway;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceStub;
import murmuration.extraction.v1.UploadFileRequest;
import murmuration.extraction.v1.UploadFileResponse;
import murmuration.gateway.access.Principal;
import murmuration.runtime.GrpcErrors;

/** Passes files on to extraction as they arrive; nothing of them stays here. */
final class Uploads {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long STALLED_SECONDS = 120;

    private final ExtractionServiceStub service;
    private final Supplier<Principal> who;
    private final long most;

    /** @param most bytes of one upload */
    Uploads(ExtractionServiceStub service, Supplier<Principal> who, long most) {
        this.service = service;
        this.who = who;
        this.most = most;
    }

    /** Begins an upload. */
    Upload begin() {
        Call call = new Call();
        service.uploadFile(call);
        return new Upload(call);
    }

    /** Files that become one data set, sent one after the other; closing it before its end takes them back. */
    final class Upload implements AutoCloseable {
        private final Call call;
        private long sent;
        private int files;

        private Upload(Call call) {
            this.call = call;
        }

        /** Sends a file, no faster than it is taken. */
        void send(String fileName, InputStream content) {
            String name = fileName.isBlank() ? "upload" : fileName;
            long before = sent;
            files++;
            byte[] chunk = new byte[CHUNK_BYTES];
            UploadFileRequest.Builder next =
                    UploadFileRequest.newBuilder().setTenant(who.get().tenant()).setName(name);
            for (int n = read(content, chunk); n > 0; n = read(content, chunk)) {
                sent += n;
                if (sent > most) {
                    throw new MurmurationException(
                            ErrorCode.TOO_LARGE, "an upload is at most %,d bytes".formatted(most));
                }
                call.next(next.setContent(ByteString.copyFrom(chunk, 0, n)).build());
                next = UploadFileRequest.newBuilder();
            }
            if (sent == before) {
                throw new MurmurationException(
                        ErrorCode.UNREADABLE_SOURCE,
                        "file " + files + " of the upload is empty; expected conversations");
            }
        }

        private static int read(InputStream content, byte[] chunk) {
            try {
                return content.readNBytes(chunk, 0, chunk.length);
            } catch (IOException e) {
                throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the upload ended early", e);
            }
        }

        /** Ends it; answers the uri under which the files are staged. */
        String end() {
            return call.end().getUri();
        }

        @Override
        public void close() {
            call.cancel();
        }
    }

    /** One upload: a permit stands for "something has changed, look again". */
    private static final class Call implements ClientResponseObserver<UploadFileRequest, UploadFileResponse> {
        private final Semaphore changed = new Semaphore(0);
        private final CompletableFuture<UploadFileResponse> answer = new CompletableFuture<>();
        private final CompletableFuture<ClientCallStreamObserver<UploadFileRequest>> requests =
                new CompletableFuture<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<UploadFileRequest> stream) {
            stream.setOnReadyHandler(changed::release);
            requests.complete(stream);
        }

        void next(UploadFileRequest request) {
            ClientCallStreamObserver<UploadFileRequest> stream = requests.join();
            while (!stream.isReady() && !answer.isDone()) {
                await();
            }
            if (answer.isCompletedExceptionally()) {
                end();
            }
            stream.onNext(request);
        }

        UploadFileResponse end() {
            try {
                if (!answer.isDone()) {
                    requests.join().onCompleted();
                }
                return answer.orTimeout(STALLED_SECONDS, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof StatusRuntimeException failure) {
                    throw GrpcErrors.received(failure);
                }
                throw new MurmurationException(ErrorCode.UNAVAILABLE, "extraction does not take the file", e);
            }
        }

        void cancel() {
            if (!answer.isDone()) {
                requests.join().cancel("the upload ended early", null);
            }
        }

        private void await() {
            try {
                if (!changed.tryAcquire(STALLED_SECONDS, TimeUnit.SECONDS)) {
                    throw new MurmurationException(ErrorCode.UNAVAILABLE, "extraction does not take the file");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MurmurationException(ErrorCode.CANCELED, "the upload was interrupted", e);
            }
        }

        @Override
        public void onNext(UploadFileResponse response) {
            answer.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
            changed.release();
        }

        @Override
        public void onCompleted() {
            answer.completeExceptionally(Status.INTERNAL.asRuntimeException());
            changed.release();
        }
    }
}

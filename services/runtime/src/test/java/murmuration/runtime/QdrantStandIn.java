package murmuration.runtime;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A server that speaks as much of Qdrant's protocol as our adapter does, since no Qdrant can be started in a test; it stands in
 * for one on a real port. What Qdrant itself does is tried where {@code QDRANT_URL} names one.
 */
final class QdrantStandIn implements AutoCloseable {
    static final String KEY = "stand-in-key";

    private final Map<String, Stored> collections = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final int failEvery;
    private final Server server;

    private record Stored(long d, NavigableMap<Long, Points.PointStruct> points) {}

    /** @param failEvery every so manieth call is answered UNAVAILABLE; 0: none */
    QdrantStandIn(int failEvery) throws IOException {
        this.failEvery = failEvery;
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new CollectionCalls())
                .addService(new PointCalls())
                .intercept(new Door())
                .build()
                .start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getPort());
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private Stored stored(String collection) {
        Stored stored = collections.get(collection);
        if (stored == null) {
            throw Status.NOT_FOUND.asRuntimeException();
        }
        return stored;
    }

    private static <T> void answer(StreamObserver<T> to, Supplier<T> work) {
        try {
            to.onNext(work.get());
            to.onCompleted();
        } catch (StatusRuntimeException e) {
            to.onError(e);
        }
    }

    private final class Door implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            int number = calls.incrementAndGet();
            if (!KEY.equals(headers.get(Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER)))) {
                call.close(Status.UNAUTHENTICATED, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            if (failEvery > 0 && number % failEvery == 0) {
                call.close(Status.UNAVAILABLE, new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    private final class CollectionCalls extends CollectionsGrpc.CollectionsImplBase {
        @Override
        public void create(
                Collections.CreateCollection asked, StreamObserver<Collections.CollectionOperationResponse> to) {
            answer(to, () -> {
                Stored made = new Stored(asked.getVectorsConfig().getParams().getSize(), new ConcurrentSkipListMap<>());
                if (collections.putIfAbsent(asked.getCollectionName(), made) != null) {
                    throw Status.ALREADY_EXISTS.asRuntimeException();
                }
                return Collections.CollectionOperationResponse.newBuilder()
                        .setResult(true)
                        .build();
            });
        }

        @Override
        public void collectionExists(
                Collections.CollectionExistsRequest asked, StreamObserver<Collections.CollectionExistsResponse> to) {
            answer(
                    to,
                    () -> Collections.CollectionExistsResponse.newBuilder()
                            .setResult(Collections.CollectionExists.newBuilder()
                                    .setExists(collections.containsKey(asked.getCollectionName())))
                            .build());
        }

        @Override
        public void get(
                Collections.GetCollectionInfoRequest asked, StreamObserver<Collections.GetCollectionInfoResponse> to) {
            answer(to, () -> {
                Collections.GetCollectionInfoResponse.Builder answer =
                        Collections.GetCollectionInfoResponse.newBuilder();
                answer.getResultBuilder()
                        .getConfigBuilder()
                        .getParamsBuilder()
                        .getVectorsConfigBuilder()
                        .getParamsBuilder()
                        .setSize(stored(asked.getCollectionName()).d());
                return answer.build();
            });
        }

        @Override
        public void delete(
                Collections.DeleteCollection asked, StreamObserver<Collections.CollectionOperationResponse> to) {
            answer(
                    to,
                    () -> Collections.CollectionOperationResponse.newBuilder()
                            .setResult(collections.remove(asked.getCollectionName()) != null)
                            .build());
        }
    }

    private final class PointCalls extends PointsGrpc.PointsImplBase {
        @Override
        public void upsert(Points.UpsertPoints asked, StreamObserver<Points.PointsOperationResponse> to) {
            answer(to, () -> {
                Stored stored = stored(asked.getCollectionName());
                asked.getPointsList()
                        .forEach(point -> stored.points().put(point.getId().getNum(), point));
                return Points.PointsOperationResponse.getDefaultInstance();
            });
        }

        @Override
        public void scroll(Points.ScrollPoints asked, StreamObserver<Points.ScrollResponse> to) {
            answer(to, () -> {
                List<Points.PointStruct> found =
                        stored(asked.getCollectionName())
                                .points()
                                .tailMap(asked.getOffset().getNum(), true)
                                .values()
                                .stream()
                                .limit(asked.getLimit() + 1L)
                                .toList();
                Points.ScrollResponse.Builder answer = Points.ScrollResponse.newBuilder();
                found.stream().limit(asked.getLimit()).forEach(point -> answer.addResult(retrieved(point)));
                if (found.size() > asked.getLimit()) {
                    answer.setNextPageOffset(found.getLast().getId());
                }
                return answer.build();
            });
        }

        @Override
        public void get(Points.GetPoints asked, StreamObserver<Points.GetResponse> to) {
            answer(to, () -> {
                Stored stored = stored(asked.getCollectionName());
                Points.GetResponse.Builder answer = Points.GetResponse.newBuilder();
                asked.getIdsList().stream()
                        .map(id -> stored.points().get(id.getNum()))
                        .filter(Objects::nonNull)
                        .forEach(point -> answer.addResult(retrieved(point)));
                return answer.build();
            });
        }

        @Override
        public void query(Points.QueryPoints asked, StreamObserver<Points.QueryResponse> to) {
            answer(to, () -> {
                List<Float> query = asked.getQuery().getNearest().getDense().getDataList();
                Points.QueryResponse.Builder answer = Points.QueryResponse.newBuilder();
                stored(asked.getCollectionName()).points().values().stream()
                        .map(point -> Points.ScoredPoint.newBuilder()
                                .setId(point.getId())
                                .setScore(score(query, point))
                                .setVectors(vectors(point))
                                .build())
                        .sorted((a, b) -> Float.compare(b.getScore(), a.getScore()))
                        .limit(asked.getLimit())
                        .forEach(answer::addResult);
                return answer.build();
            });
        }

        private static Points.RetrievedPoint retrieved(Points.PointStruct point) {
            return Points.RetrievedPoint.newBuilder()
                    .setId(point.getId())
                    .setVectors(vectors(point))
                    .build();
        }

        private static float score(List<Float> query, Points.PointStruct point) {
            List<Float> values = point.getVectors().getVector().getDense().getDataList();
            float sum = 0;
            for (int i = 0; i < values.size(); i++) {
                sum += query.get(i) * values.get(i);
            }
            return sum;
        }

        private static Points.VectorsOutput vectors(Points.PointStruct point) {
            return Points.VectorsOutput.newBuilder()
                    .setVector(Points.VectorOutput.newBuilder()
                            .setDense(point.getVectors().getVector().getDense()))
                    .build();
        }
    }
}

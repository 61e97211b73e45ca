package murmuration.runtime;

import static murmuration.core.MurmurationException.require;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.PointsGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;

/**
 * Vectors in Qdrant. A point's id is its place, {@code shard << 32 | position}, so that a scan in the order of ids is one in the
 * order of places and an upsert that is repeated changes nothing. What is computed from vectors is computed here, from the bits
 * that were written: the distance is {@code Dot}, which leaves them as they are. Thread-safe.
 */
public final class QdrantVectors implements VectorStore {
    private static final int UPSERT = 256;
    /** An answer stays well under the 4 MiB that gRPC takes. */
    private static final int PAGE_BYTES = 2 << 20;

    private static final int MOST_POINTS = 1_000;
    /** It is small, and one engine fails where it is left out. */
    private static final Points.WithPayloadSelector PAYLOAD =
            Points.WithPayloadSelector.newBuilder().setEnable(true).build();

    private final CollectionsGrpc.CollectionsBlockingStub collections;
    private final PointsGrpc.PointsBlockingStub points;
    private final Duration deadline;

    /**
     * Vectors behind this channel, which signs in and tries again where the server is away for a moment.
     *
     * @param deadline of one request, attempts and waits together
     */
    public QdrantVectors(Channel channel, Duration deadline) {
        collections = CollectionsGrpc.newBlockingStub(channel);
        points = PointsGrpc.newBlockingStub(channel);
        this.deadline = deadline;
    }

    @Override
    public void create(String collection, int d) {
        require(d >= 1 && d <= 65_536, "a vector has 1 to 65536 dimensions, not %d", d);
        if (!exists(collection)) {
            try {
                collections()
                        .create(Collections.CreateCollection.newBuilder()
                                .setCollectionName(collection)
                                .setVectorsConfig(Collections.VectorsConfig.newBuilder()
                                        .setParams(Collections.VectorParams.newBuilder()
                                                .setSize(d)
                                                .setDistance(Collections.Distance.Dot)))
                                .build());
            } catch (StatusRuntimeException e) {
                // somebody else may have been first
                if (!exists(collection)) {
                    throw failed(e);
                }
            }
        }
        int there = dimension(collection);
        require(there == d, "the collection has %d dimensions, not %d", there, d);
    }

    @Override
    public void upsert(String collection, int shard, int[] positions, Matrix vectors) {
        require(positions.length == vectors.n(), "%d positions for %d vectors", positions.length, vectors.n());
        require(shard >= 0, "shard %d is negative", shard);
        int d = dimension(collection);
        require(vectors.d() == d, "the collection has %d dimensions, the vectors %d", d, vectors.d());
        for (int first = 0; first < positions.length; first += UPSERT) {
            Points.UpsertPoints.Builder upsert = Points.UpsertPoints.newBuilder()
                    .setCollectionName(collection)
                    .setWait(true);
            for (int i = first; i < Math.min(positions.length, first + UPSERT); i++) {
                upsert.addPoints(point(shard, positions[i], vectors.row(i)));
            }
            asked(() -> points().upsert(upsert.build()));
        }
    }

    @Override
    public Block scan(String collection, int shard) {
        int d = dimension(collection);
        int page = page(d);
        List<Points.RetrievedPoint> all = new ArrayList<>();
        long next = id(shard, 0);
        while (next < id(shard + 1, 0)) {
            Points.ScrollResponse answer = scroll(collection, next, page, true);
            answer.getResultList().stream()
                    .filter(point -> shard(point.getId()) == shard)
                    .forEach(all::add);
            next = answer.hasNextPageOffset() ? answer.getNextPageOffset().getNum() : Long.MAX_VALUE;
        }
        int[] positions =
                all.stream().mapToInt(point -> position(point.getId())).toArray();
        Matrix vectors = Matrix.zeros(positions.length, d);
        for (int i = 0; i < positions.length; i++) {
            vectors.put(i, floats(all.get(i).getVectors()));
        }
        return new Block(positions, vectors);
    }

    @Override
    public Map<Place, float[]> find(String collection, Collection<Place> places) {
        int page = page(dimension(collection));
        List<PointId> ids = places.stream()
                .distinct()
                .map(place -> PointId.newBuilder()
                        .setNum(id(place.shard(), place.position()))
                        .build())
                .toList();
        Map<Place, float[]> vectors = new HashMap<>();
        for (int first = 0; first < ids.size(); first += page) {
            Points.GetPoints get = Points.GetPoints.newBuilder()
                    .setCollectionName(collection)
                    .addAllIds(ids.subList(first, Math.min(ids.size(), first + page)))
                    .setWithPayload(PAYLOAD)
                    .setWithVectors(Points.WithVectorsSelector.newBuilder().setEnable(true))
                    .build();
            asked(() -> points().get(get))
                    .getResultList()
                    .forEach(point -> vectors.put(
                            new Place(shard(point.getId()), position(point.getId())), floats(point.getVectors())));
        }
        return vectors;
    }

    @Override
    public List<Integer> shards(String collection) {
        List<Integer> shards = new ArrayList<>();
        List<Points.RetrievedPoint> found = scroll(collection, 0, 1, false).getResultList();
        while (!found.isEmpty()) {
            int shard = shard(found.getFirst().getId());
            shards.add(shard);
            found = scroll(collection, id(shard + 1, 0), 1, false).getResultList();
        }
        return List.copyOf(shards);
    }

    @Override
    public List<Hit> nearest(String collection, float[] query, int limit) {
        int d = dimension(collection);
        require(query.length == d, "a query of %d dimensions does not fit", query.length);
        require(limit >= 1, "at least 1 neighbor must be asked for, not %d", limit);
        // the server's own sums may differ in their last bits: a few more are asked for, until the last is out of reach
        for (int asked = limit + 16; ; asked *= 2) {
            List<Hit> hits = nearestOf(collection, query, asked);
            if (hits.size() < asked
                    || hits.get(limit - 1).similarity() - hits.getLast().similarity() > 1e-5) {
                return List.copyOf(hits.subList(0, Math.min(limit, hits.size())));
            }
        }
    }

    @Override
    public void drop(String collection) {
        if (exists(collection)) {
            asked(() -> collections()
                    .delete(Collections.DeleteCollection.newBuilder()
                            .setCollectionName(collection)
                            .build()));
        }
    }

    private List<Hit> nearestOf(String collection, float[] query, int limit) {
        Points.QueryPoints.Builder asked = Points.QueryPoints.newBuilder()
                .setCollectionName(collection)
                .setLimit(limit)
                .setParams(Points.SearchParams.newBuilder().setExact(true))
                .setWithPayload(PAYLOAD)
                .setWithVectors(Points.WithVectorsSelector.newBuilder().setEnable(true));
        asked.setQuery(Points.Query.newBuilder()
                .setNearest(Points.VectorInput.newBuilder().setDense(dense(query))));
        return asked(() -> points().query(asked.build())).getResultList().stream()
                .map(point -> new Hit(
                        shard(point.getId()),
                        position(point.getId()),
                        FileVectors.dot(query, new Matrix(floats(point.getVectors()), 1, query.length), 0)))
                .sorted(Hit.BEST_FIRST)
                .toList();
    }

    private boolean exists(String collection) {
        return asked(() -> collections()
                        .collectionExists(Collections.CollectionExistsRequest.newBuilder()
                                .setCollectionName(collection)
                                .build()))
                .getResult()
                .getExists();
    }

    private int dimension(String collection) {
        return Math.toIntExact(asked(() -> collections()
                        .get(Collections.GetCollectionInfoRequest.newBuilder()
                                .setCollectionName(collection)
                                .build()))
                .getResult()
                .getConfig()
                .getParams()
                .getVectorsConfig()
                .getParams()
                .getSize());
    }

    private static int page(int d) {
        return Math.clamp(PAGE_BYTES / (Float.BYTES * (long) d), 1, MOST_POINTS);
    }

    private Points.ScrollResponse scroll(String collection, long from, int limit, boolean vectors) {
        return asked(() -> points().scroll(Points.ScrollPoints.newBuilder()
                .setCollectionName(collection)
                .setOffset(PointId.newBuilder().setNum(from))
                .setLimit(limit)
                .setWithPayload(PAYLOAD)
                .setWithVectors(Points.WithVectorsSelector.newBuilder().setEnable(vectors))
                .build()));
    }

    private CollectionsGrpc.CollectionsBlockingStub collections() {
        return collections.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private PointsGrpc.PointsBlockingStub points() {
        return points.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Points.PointStruct point(int shard, int position, float[] values) {
        return Points.PointStruct.newBuilder()
                .setId(PointId.newBuilder().setNum(id(shard, position)))
                .setVectors(Points.Vectors.newBuilder()
                        .setVector(Points.Vector.newBuilder().setDense(dense(values))))
                .putPayload("shard", Value.newBuilder().setIntegerValue(shard).build())
                .putPayload(
                        "position", Value.newBuilder().setIntegerValue(position).build())
                .build();
    }

    private static Points.DenseVector dense(float[] values) {
        Points.DenseVector.Builder vector = Points.DenseVector.newBuilder();
        for (float value : values) {
            vector.addData(value);
        }
        return vector.build();
    }

    private static float[] floats(Points.VectorsOutput output) {
        List<Float> data = dense(output.getVector());
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i);
        }
        return values;
    }

    /** Servers before 1.16 know only the older field. */
    @SuppressWarnings("deprecation")
    private static List<Float> dense(Points.VectorOutput vector) {
        return vector.hasDense() ? vector.getDense().getDataList() : vector.getDataList();
    }

    private static long id(int shard, int position) {
        return (long) shard << Integer.SIZE | position;
    }

    private static int shard(PointId id) {
        return (int) (id.getNum() >>> Integer.SIZE);
    }

    private static int position(PointId id) {
        return (int) id.getNum();
    }

    private static <T> T asked(Supplier<T> request) {
        try {
            return request.get();
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    private static MurmurationException failed(StatusRuntimeException e) {
        String message = "Qdrant answers " + e.getStatus().getCode();
        return switch (e.getStatus().getCode()) {
            case NOT_FOUND -> new MurmurationException(ErrorCode.NOT_FOUND, "Qdrant has no such collection", e);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new MurmurationException(ErrorCode.AUTHENTICATION, "Qdrant does not accept the key", e);
            case RESOURCE_EXHAUSTED -> new MurmurationException(ErrorCode.OVERLOADED, message, e);
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED -> new MurmurationException(ErrorCode.UNAVAILABLE, message, e);
            case CANCELLED -> new MurmurationException(ErrorCode.CANCELED, message, e);
            default -> new MurmurationException(ErrorCode.INTERNAL, message, e);
        };
    }
}

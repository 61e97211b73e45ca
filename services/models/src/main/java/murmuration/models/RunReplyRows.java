package murmuration.models;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.MurmurationException;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.Sealing;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The replies of one run, under a key that tells nothing, and encrypted; what many threads want is read and written together. */
final class RunReplyRows implements ReplyStore {
    private static final Logger LOG = LoggerFactory.getLogger(RunReplyRows.class);

    /** Of a key, which is a digest that tells nothing: enough to find its row. */
    private static final int LOGGED_BYTES = 8;

    private final Assignment run;
    private final Cashier cashier;
    private final Database database;
    private final DeploymentKey deployment;
    private final Sealing sealing;
    private final String table;
    private final Together<Wanted, Optional<Reply>> counter = new Together<>(this::all);

    /** What somebody wants of the store. */
    private sealed interface Wanted {
        /** Whose reply it is given, of those that are stored. */
        Use use(Map<ByteBuffer, Reply> stored);
    }

    /** What is stored and cannot be opened, by its key: it is asked again, and what is answered takes its place. */
    private final Map<ByteBuffer, byte[]> damaged = new ConcurrentHashMap<>();

    /** A reply that somebody needs, by its key. */
    private record Use(ByteBuffer key, Call call) {
        static final Comparator<Use> BY_KEY = Comparator.comparing(Use::key);

        Need need() {
            return new Need(key, call.subject().conversation());
        }
    }

    /** A reply that is looked for: the run's own, or else that of all. */
    private record Sought(Use own, Use shared) implements Wanted {
        @Override
        public Use use(Map<ByteBuffer, Reply> stored) {
            return stored.containsKey(own.key()) ? own : shared;
        }
    }

    /** A reply that is to be kept. @param settlement of its call; null where that is booked elsewhere */
    private record Kept(Use use, Reply reply, @Nullable Settlement settlement) implements Wanted {
        @Override
        public Use use(Map<ByteBuffer, Reply> stored) {
            return use;
        }
    }

    /** That the run needs a reply, for a conversation or for several: said once. */
    private record Need(ByteBuffer key, @Nullable UUID conversation) {}

    /** A row as it is stored. */
    private record Sealed(byte[] key, byte[] reply) {}

    /** @param table the service's own; its uses are in {@code schema.name_use} */
    RunReplyRows(Assignment run, Cashier cashier, Database database, DeploymentKey deployment, String table) {
        this.run = run;
        this.cashier = cashier;
        // an answer may come after its conversation was erased
        this.database = database.standing(run);
        this.deployment = deployment;
        sealing = new Sealing(deployment.hmac(run.run().tenant(), "stored replies", ""));
        this.table = table;
    }

    @Override
    public Optional<Reply> find(Call call) {
        return counter.of(new Sought(own(call), shared(call)));
    }

    @Override
    public Reply keep(Call call, Reply reply) {
        return counter.of(new Kept(use(call, reply), reply, null)).orElse(reply);
    }

    @Override
    public Reply keep(Call call, Reply reply, Settlement settlement) {
        return counter.of(new Kept(use(call, reply), reply, settlement)).orElse(reply);
    }

    /** What was too long for a server is the run's own, and its replays': another may find more room there, and pays nothing. */
    private Use use(Call call, Reply reply) {
        return reply.stop() == Reply.Stop.FULL && reply.used().equals(Used.NOTHING) ? own(call) : shared(call);
    }

    private Use shared(Call call) {
        return use("reply key", call.identity(), call);
    }

    private Use own(Call call) {
        String repeated = run.spec().beside().replayOf();
        String owner = repeated == null ? run.run().runId() : repeated;
        return use("reply key of a run", owner + " " + call.identity(), call);
    }

    private Use use(String kind, String text, Call call) {
        return new Use(ByteBuffer.wrap(deployment.hmac(run.run().tenant(), kind, text)), call);
    }

    /** Keeps what is to be kept, finds what is there and books both, in one transaction. */
    private List<Optional<Reply>> all(List<Wanted> wanted) {
        List<Kept> kept = only(Kept.class, wanted);
        List<Sought> sought = only(Sought.class, wanted);
        Map<ByteBuffer, Reply> replies = database.inTenant(run.run().tenant(), handle -> {
            List<Use> late = keep(handle, kept);
            Stream<Use> looked = sought.stream().flatMap(one -> Stream.of(one.own(), one.shared()));
            Map<ByteBuffer, Reply> stored =
                    find(handle, Stream.concat(looked, late.stream()).toList());
            List<Use> found = sought.stream()
                    .map(one -> one.use(stored))
                    .filter(use -> stored.containsKey(use.key()))
                    .toList();
            List<Use> paid = kept.stream().map(Kept::use).toList();
            Set<Need> first =
                    note(handle, Stream.concat(paid.stream(), found.stream()).toList());
            paid.forEach(use -> first.remove(use.need()));
            book(new UsageRows(handle, run.run().tenant()), kept, found, first);
            return stored;
        });
        return wanted.stream()
                .map(one -> Optional.ofNullable(replies.get(one.use(replies).key())))
                .toList();
    }

    /** Who asks once more for what the run has paid for, or was given, is not counted again. */
    private void book(UsageRows books, List<Kept> kept, List<Use> found, Set<Need> first) {
        cashier.settle(
                books,
                kept.stream()
                        .flatMap(one -> Stream.ofNullable(one.settlement()))
                        .toList());
        books.count(found.stream()
                .filter(use -> first.remove(use.need()))
                .map(use -> Settlement.stored(run.run(), use.call()))
                .toList());
    }

    private static <T> List<T> only(Class<T> kind, List<Wanted> wanted) {
        return wanted.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Map<ByteBuffer, Reply> find(Handle handle, List<Use> uses) {
        if (uses.isEmpty()) {
            return Map.of();
        }
        Map<ByteBuffer, Reply> stored = new HashMap<>();
        handle.createQuery("SELECT key, reply FROM %s WHERE key = ANY(:keys)".formatted(table))
                .bind("keys", keys(uses))
                .map((row, context) -> new Sealed(row.getBytes("key"), row.getBytes("reply")))
                .forEach(row -> opened(row).ifPresent(reply -> stored.put(ByteBuffer.wrap(row.key()), reply)));
        return stored;
    }

    /** Which of them were late: somebody else's answers stand. */
    private List<Use> keep(Handle handle, List<Kept> kept) {
        if (kept.isEmpty()) {
            return List.of();
        }
        // in order, so that two processes that keep the same do not wait for each other
        List<Kept> ordered = kept.stream()
                .sorted(Comparator.comparing(Kept::use, Use.BY_KEY))
                .toList();
        dropDamaged(handle, ordered);
        Set<ByteBuffer> first = handle.createQuery("""
                        INSERT INTO %s (tenant, key, run_id, purpose, model, input_tokens, output_tokens, reply)
                        SELECT :tenant, key, :run, purpose, model, input, output, reply
                        FROM unnest(:keys, :purposes, :models, :inputs, :outputs, :replies)
                             AS kept (key, purpose, model, input, output, reply)
                        ON CONFLICT DO NOTHING RETURNING key""".formatted(table))
                .bind("tenant", run.run().tenant())
                .bind("run", run.runId())
                .bind("keys", keys(ordered.stream().map(Kept::use).toList()))
                .bind(
                        "purposes",
                        array("text", ordered, one -> one.use().call().purpose().name()))
                .bind("models", array("text", ordered, one -> one.use().call().model()))
                .bind("inputs", array("bigint", ordered, one -> one.reply().inputTokens()))
                .bind("outputs", array("bigint", ordered, one -> one.reply().outputTokens()))
                .bind("replies", bytes(ordered.stream().map(this::sealed)))
                .map((row, context) -> ByteBuffer.wrap(row.getBytes("key")))
                .collect(Collectors.toCollection(HashSet::new));
        // of two answers to the same call in one transaction the second is late as well
        return ordered.stream()
                .map(Kept::use)
                .filter(use -> !first.remove(use.key()))
                .toList();
    }

    /** Only what was found so: somebody else may have replaced it. */
    private void dropDamaged(Handle handle, List<Kept> kept) {
        kept.stream().map(Kept::use).forEach(use -> {
            byte @Nullable [] sealed = damaged.get(use.key());
            if (sealed != null) {
                handle.createUpdate("DELETE FROM %s WHERE key = :key AND reply = :sealed".formatted(table))
                        .bind("key", use.key().array())
                        .bind("sealed", sealed)
                        .execute();
            }
        });
    }

    /** Says for whom these replies are needed; which of it was not known. */
    private Set<Need> note(Handle handle, List<Use> uses) {
        if (uses.isEmpty()) {
            return new HashSet<>();
        }
        List<Use> ordered = uses.stream().sorted(Use.BY_KEY).toList();
        return handle.createQuery("""
                        INSERT INTO %s_use (tenant, run_id, key, dataset_id, conversation_id, account)
                        SELECT :tenant, :run, key, :dataset, conversation, account
                        FROM unnest(:keys, :conversations, :accounts) AS used (key, conversation, account)
                        ON CONFLICT DO NOTHING RETURNING key, conversation_id""".formatted(table))
                .bind("tenant", run.run().tenant())
                .bind("run", run.runId())
                .bind("dataset", run.datasetId())
                .bind("keys", keys(ordered))
                .bind("conversations", ids(ordered, Subject::conversation))
                .bind("accounts", ids(ordered, Subject::account))
                .map((row, context) ->
                        new Need(ByteBuffer.wrap(row.getBytes("key")), row.getObject("conversation_id", UUID.class)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Argument keys(List<Use> uses) {
        return bytes(uses.stream().map(use -> use.key().array()));
    }

    private static Argument ids(List<Use> uses, Function<Subject, @Nullable UUID> id) {
        return array("uuid", uses, use -> id.apply(use.call().subject()));
    }

    private static Argument bytes(Stream<byte[]> values) {
        return array("bytea", values.toArray(byte[][]::new));
    }

    private static <T> Argument array(String type, List<T> items, Function<T, @Nullable Object> part) {
        return array(type, items.stream().map(part).toArray());
    }

    private static Argument array(String type, Object[] values) {
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf(type, values));
    }

    private byte[] sealed(Kept one) {
        return sealing.seal(
                Json.write(one.reply()).getBytes(StandardCharsets.UTF_8),
                one.use().key().array());
    }

    /** One that cannot be opened is as good as not stored, and takes no other with it. */
    private Optional<Reply> opened(Sealed row) {
        try {
            String reply = new String(sealing.open(row.reply(), row.key()), StandardCharsets.UTF_8);
            return Optional.of(Json.read(reply, Reply.class));
        } catch (MurmurationException | BufferUnderflowException e) {
            damaged.put(ByteBuffer.wrap(row.key()), row.reply());
            LOG.warn(
                    "a stored answer cannot be opened and is asked again: run={} table={} key={}",
                    run.run().runId(),
                    table,
                    HexFormat.of().formatHex(row.key(), 0, LOGGED_BYTES));
            return Optional.empty();
        }
    }
}

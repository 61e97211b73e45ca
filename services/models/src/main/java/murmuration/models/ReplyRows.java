package murmuration.models;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.Sealing;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies as rows of the service that asked, under a key that tells nothing, and encrypted. */
public final class ReplyRows {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyRows.class);

    /** Of a key, which is a digest that tells nothing: enough to find its row. */
    private static final int LOGGED_BYTES = 8;

    private final Database database;
    private final DeploymentKey deployment;
    private final String table;

    /** @param table the service's own, {@code schema.name}; its uses are in {@code schema.name_use} */
    public ReplyRows(Database database, DeploymentKey deployment, String table) {
        this.database = database;
        this.deployment = deployment;
        this.table = table;
    }

    /** The replies that this run may use, and where it keeps its own. */
    public ReplyStore of(Assignment run) {
        Sealing sealing = new Sealing(deployment.hmac(run.run().tenant(), "stored replies", ""));
        return new RunReplies(run, sealing);
    }

    /** The replies of one run; what many threads want is read and written together. */
    private final class RunReplies implements ReplyStore {
        private final Assignment run;
        private final Database database;
        private final Sealing sealing;
        private final Together<Wanted, Optional<Reply>> counter = new Together<>(this::all);

        /** What somebody wants of the store. */
        private sealed interface Wanted {}

        /** What is stored and cannot be opened, by its key: it is asked again, and what is answered takes its place. */
        private final Map<ByteBuffer, byte[]> damaged = new ConcurrentHashMap<>();

        /** A reply that somebody needs, by its key. */
        private record Use(ByteBuffer key, Subject subject) implements Wanted {
            static final Comparator<Use> BY_KEY = Comparator.comparing(Use::key);
        }

        /** A reply that is to be kept. */
        private record Kept(Use use, Call call, Reply reply) implements Wanted {}

        /** A row as it is stored. */
        private record Sealed(byte[] key, byte[] reply) {}

        RunReplies(Assignment run, Sealing sealing) {
            this.run = run;
            this.sealing = sealing;
            // an answer may come after its conversation was erased
            database = ReplyRows.this.database.standing(run);
        }

        @Override
        public Optional<Reply> find(Call call) {
            return counter.of(use(call));
        }

        @Override
        public void keep(Call call, Reply reply) {
            var ignored = counter.of(new Kept(use(call), call, reply));
        }

        private Use use(Call call) {
            return new Use(
                    ByteBuffer.wrap(deployment.hmac(run.run().tenant(), "reply key", call.identity())), call.subject());
        }

        /** Keeps what is to be kept and finds what is there, in one transaction. */
        private List<Optional<Reply>> all(List<Wanted> wanted) {
            List<Kept> kept = only(Kept.class, wanted);
            List<Use> uses = only(Use.class, wanted);
            Map<ByteBuffer, Reply> replies = database.inTenant(run.run().tenant(), handle -> {
                keep(handle, kept);
                Map<ByteBuffer, Reply> stored = find(handle, uses);
                note(
                        handle,
                        Stream.concat(
                                        kept.stream().map(Kept::use),
                                        uses.stream().filter(use -> stored.containsKey(use.key())))
                                .toList());
                return stored;
            });
            return wanted.stream()
                    .map(one -> one instanceof Use use
                            ? Optional.ofNullable(replies.get(use.key()))
                            : Optional.<Reply>empty())
                    .toList();
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

        private void keep(Handle handle, List<Kept> kept) {
            if (kept.isEmpty()) {
                return;
            }
            // in order, so that two processes that keep the same do not wait for each other
            List<Kept> ordered = kept.stream()
                    .sorted(Comparator.comparing(Kept::use, Use.BY_KEY))
                    .toList();
            dropDamaged(handle, ordered);
            handle.createUpdate("""
                            INSERT INTO %s (tenant, key, run_id, purpose, model, input_tokens, output_tokens, reply)
                            SELECT :tenant, key, :run, purpose, model, input, output, reply
                            FROM unnest(:keys, :purposes, :models, :inputs, :outputs, :replies)
                                 AS kept (key, purpose, model, input, output, reply)
                            ON CONFLICT DO NOTHING""".formatted(table))
                    .bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("keys", keys(ordered.stream().map(Kept::use).toList()))
                    .bind(
                            "purposes",
                            array("text", ordered, one -> one.call().purpose().name()))
                    .bind("models", array("text", ordered, one -> one.call().model()))
                    .bind("inputs", array("bigint", ordered, one -> one.reply().inputTokens()))
                    .bind("outputs", array("bigint", ordered, one -> one.reply().outputTokens()))
                    .bind("replies", bytes(ordered.stream().map(this::sealed)))
                    .execute();
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

        /** Says for whom these replies are needed. */
        private void note(Handle handle, List<Use> uses) {
            if (uses.isEmpty()) {
                return;
            }
            List<Use> ordered = uses.stream().sorted(Use.BY_KEY).toList();
            handle.createUpdate("""
                            INSERT INTO %s_use (tenant, run_id, key, dataset_id, conversation_id, account)
                            SELECT :tenant, :run, key, :dataset, conversation, account
                            FROM unnest(:keys, :conversations, :accounts) AS used (key, conversation, account)
                            ON CONFLICT DO NOTHING""".formatted(table))
                    .bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("dataset", run.datasetId())
                    .bind("keys", keys(ordered))
                    .bind("conversations", ids(ordered, Subject::conversation))
                    .bind("accounts", ids(ordered, Subject::account))
                    .execute();
        }

        private static Argument keys(List<Use> uses) {
            return bytes(uses.stream().map(use -> use.key().array()));
        }

        private static Argument ids(List<Use> uses, Function<Subject, @Nullable UUID> id) {
            return array("uuid", uses, use -> id.apply(use.subject()));
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

    /** What a run has asked so far. */
    public Usage usage(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT (SELECT count(DISTINCT key) FROM %s_use WHERE run_id = :run::uuid) AS answers,
                               count(*) AS paid, coalesce(sum(input_tokens), 0) AS input,
                               coalesce(sum(output_tokens), 0) AS output
                        FROM %s WHERE run_id = :run::uuid""".formatted(table, table))
                        .bind("run", run.runId())
                        .map((row, context) -> new Usage(
                                row.getLong("answers"),
                                row.getLong("paid"),
                                row.getLong("input"),
                                row.getLong("output")))
                        .one());
    }

    /** Deletes a run's uses, and what no other run has used, and records it; answers how many uses. */
    public long erase(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            long uses = erase(handle, table, "run_id", UUID.fromString(run.runId()));
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED).run(run).removed(Map.of(table + "_use", uses));
            AuditOutbox.of(table).write(handle, run.tenant(), erased);
            return uses;
        });
    }

    /**
     * Deletes the uses of one account's conversations of a data set, and what nobody else has used; answers how many uses.
     * The same may have been asked about somebody else who said the same, and stays then.
     */
    public static long eraseAccount(Handle handle, String table, UUID dataset, UUID account) {
        handle.createUpdate("""
                        DELETE FROM %s r
                        WHERE EXISTS (SELECT FROM %s_use u
                                      WHERE u.key = r.key AND u.dataset_id = :dataset AND u.account = :account)
                          AND NOT EXISTS (SELECT FROM %s_use u
                                          WHERE u.key = r.key AND (u.dataset_id <> :dataset
                                                                   OR u.account IS DISTINCT FROM :account))""".formatted(table, table, table))
                .bind("dataset", dataset)
                .bind("account", account)
                .execute();
        return handle.createUpdate(
                        "DELETE FROM %s_use WHERE dataset_id = :dataset AND account = :account".formatted(table))
                .bind("dataset", dataset)
                .bind("account", account)
                .execute();
    }

    /**
     * Deletes the uses of one owner, and what no other owner has used; answers how many uses.
     *
     * @param owner the column of the uses that names it: {@code run_id} or {@code dataset_id}
     */
    public static long erase(Handle handle, String table, String owner, UUID id) {
        handle.createUpdate("""
                        DELETE FROM %s r
                        WHERE EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s = :id)
                          AND NOT EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s <> :id)""".formatted(table, table, owner, table, owner))
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM %s_use WHERE %s = :id".formatted(table, owner))
                .bind("id", id)
                .execute();
    }
}

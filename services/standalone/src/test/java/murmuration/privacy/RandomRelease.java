package murmuration.privacy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Answer;
import murmuration.core.Embedder;
import murmuration.core.EndState;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.Manifest;
import murmuration.core.Matrix;
import murmuration.core.Minimums;
import murmuration.core.Question;
import murmuration.core.Review;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;

/**
 * A made-up run, and what the product publishes of it: skewed and sparse answers, accounts of one and of many conversations,
 * clusters under the minimums, clusters whose text is withheld, conversations that were not drawn or ended otherwise.
 *
 * @param conversations all that were clustered
 * @param parents by base cluster; -1 for none
 * @param ends where all others ended
 */
public record RandomRelease(
        RunKey run, List<Conversation> conversations, List<Integer> parents, RandomEnds ends, String digest) {
    /** The run's minimums. */
    public static final Minimums MINIMUMS = new Minimums(10, 5);

    /** Stands in every name that is withheld. */
    public static final String HIDDEN = "hidden heron";

    /** Begins the ids that clusters have before they are shown. */
    public static final String OWN = "cluster-";

    private static final String TENANT = "default";
    private static final LocalDate FIRST = LocalDate.of(2025, 11, 3);
    private static final Publication.Terms TERMS =
            new Publication.Terms(spec -> new Manifest.Prices(LocalDate.of(2025, 11, 25), List.of()), BigDecimal.TEN);
    private static final List<String> LANGUAGES = List.of("English", "French", "German", "Spanish", "Italian");
    private static final List<String> PLANS = List.of("basic", "team", "enterprise");

    /** What is true of a conversation. @param plan empty: none */
    public record Conversation(int base, int account, String language, String plan, LocalDate day) {
        /** Its answer to a facet, empty where it has none. */
        public String answer(String facet) {
            return switch (facet) {
                case "language" -> language;
                case "metadata.plan" -> plan;
                default -> day.toString();
            };
        }
    }

    /** The id that a cluster has where it is shown. */
    public String id(int level, int k) {
        return PublishedTree.id(level, label("Topic ", level, k), 0);
    }

    /** The ids that it could have where it is withheld: with the one text or the other, and its own. */
    public List<String> withheldIds(int level, int k) {
        return List.of(id(level, k), PublishedTree.id(level, label(HIDDEN + " ", level, k), 0), own(run, level, k));
    }

    private static String own(RunKey run, int level, int k) {
        return OWN + level + "-" + k + "-" + run.runId();
    }

    private static Question.Label label(String topic, int level, int k) {
        String name = topic + level + " " + k;
        return new Question.Label(name, "Users asked about " + name + ".");
    }

    /** Makes one and publishes it. @param owner the database's owner @param privacy the privacy service's role */
    public static RandomRelease of(long seed, Database owner, Database privacy) {
        Random random = new Random(seed);
        int tops = random.nextInt(3);
        int bases = 2 + random.nextInt(4);
        List<Integer> parents = new ArrayList<>();
        List<Conversation> all = new ArrayList<>();
        for (int k = 0; k < bases; k++) {
            parents.add(tops == 0 || random.nextInt(5) == 0 ? -1 : random.nextInt(tops));
            fill(random, k, all);
        }
        RandomEnds ends = RandomEnds.of(seed, random.nextInt(2 * MINIMUMS.conversations()));
        Made made = new Made(seed, List.copyOf(all), List.copyOf(parents), ends);
        RunKey run = new RunKey(TENANT, new UUID(0x0199_0000_0000_7000L, Long.MIN_VALUE | seed).toString());
        write(run, owner, made);
        count(run, owner, Stage.EXTRACT, made.outcomes());
        Assignment assignment = Assignment.of(privacy, run);
        new SmallClusters(privacy).withhold(run);
        review(assignment, owner, privacy, random);
        Publication.Published published = new Publication(
                        privacy,
                        new DeploymentKey("releases".repeat(8).getBytes(StandardCharsets.UTF_8)),
                        new Audits(any -> new Harmless(), text -> false),
                        any -> new OneAxis(),
                        TERMS)
                .publish(run, course(bases), (done, total, outcomes) -> {});
        return new RandomRelease(run, made.clustered(), made.parents(), ends, published.resultDigest());
    }

    /** What clustering would tell of itself. */
    private static Course course(int bases) {
        String report = "{\"fixedK\": false, \"choice\": {\"k\": %d}}".formatted(bases);
        Course.Seal clusters = new Course.Seal("digest", report);
        return new Course(Map.of(Stage.CLUSTER.name(), clusters), List.of(), "2025-11-20T00:00:00Z");
    }

    /** What a run is made of. */
    private record Made(long seed, List<Conversation> clustered, List<Integer> parents, RandomEnds ends) {
        int drawn() {
            return clustered.size() + ends.ended().size();
        }

        /** What extraction would count. */
        Map<String, Long> outcomes() {
            Map<String, Long> outcomes = new TreeMap<>(Map.of(EndState.OK.name(), (long) clustered.size()));
            ends.counts().forEach((state, conversations) -> outcomes.put(state.name(), conversations));
            return outcomes;
        }

        /** Distinct, as if what was left out were a new one's each. */
        long accounts() {
            return IntStream.concat(
                                    clustered.stream().mapToInt(Conversation::account),
                                    ends.ended().stream().mapToInt(RandomEnds.Ended::account))
                            .distinct()
                            .count()
                    + ends.undrawn(EndState.NOT_SAMPLED);
        }

        /** A byte a conversation of the data set, the state's number where it was not drawn. */
        byte[] frame() {
            byte[] states = new byte[drawn() + ends.frame().size()];
            for (int i = drawn(); i < states.length; i++) {
                states[i] = (byte) ends.frame().get(i - drawn()).number();
            }
            return states;
        }
    }

    private static void fill(Random random, int k, List<Conversation> all) {
        int size = random.nextInt(6) == 0 ? 3 + random.nextInt(7) : 10 + random.nextInt(40);
        int people = random.nextInt(8) == 0 ? 4 : 5 + random.nextInt(25);
        double skew = 0.5 + 2 * random.nextDouble();
        int favorite = random.nextInt(LANGUAGES.size());
        for (int i = 0; i < size; i++) {
            int language =
                    random.nextInt(5) < 2 ? favorite : (int) (LANGUAGES.size() * Math.pow(random.nextDouble(), skew));
            all.add(new Conversation(
                    k,
                    // the first few are different people; some have conversations in other clusters, too
                    i < people ? k * 40 + i : random.nextInt(200),
                    LANGUAGES.get(language),
                    random.nextInt(8) == 0 ? "" : PLANS.get((int) (PLANS.size() * Math.pow(random.nextDouble(), skew))),
                    FIRST.plusDays((long) (21 * Math.pow(random.nextDouble(), skew)))));
        }
    }

    private static void review(Assignment run, Database owner, Database privacy, Random random) {
        ReviewRows rows = new ReviewRows(privacy);
        for (ClusterRow row : new SourceRows(privacy).clusters(run).all()) {
            if (row.status().equals("WITHHELD")) {
                continue;
            }
            boolean passes = random.nextInt(6) > 0;
            Question.Label label = label(
                    passes ? "Topic " : HIDDEN + " ",
                    row.key().level(),
                    row.key().k());
            owner.useTenant(
                    TENANT,
                    handle -> handle.execute(
                            "UPDATE clusters.cluster SET name = ?, description = ?, status = 'NAMED', attempts = 2"
                                    + " WHERE run_id = ? AND level = ? AND k = ?",
                            label.name(),
                            label.description(),
                            run.runId(),
                            row.key().level(),
                            row.key().k()));
        }
        Map<Stage, Map<String, Long>> outcomes = new TreeMap<>();
        for (ClusterRow row : new SourceRows(privacy).clusters(run).all()) {
            if (row.status().equals("NAMED")) {
                boolean hidden = row.label().name().startsWith(HIDDEN);
                Verdict verdict = hidden ? new Verdict.Withheld(Review.Reason.IDENTIFYING, 1) : new Verdict.Passed(5);
                rows.record(run, row, verdict, "rules");
                outcomes.computeIfAbsent(row.key().level() == 0 ? Stage.REVIEW : Stage.RAISE, none -> new TreeMap<>())
                        .merge(verdict.status(), 1L, Long::sum);
            }
        }
        outcomes.forEach((stage, reviewed) -> count(run.run(), owner, stage, reviewed));
    }

    /** What a run is broken down by, beside time: answers of a known domain, or those that data chose. */
    public static String facet(long seed) {
        return seed % 2 == 0 ? Facets.LANGUAGE.id() : "metadata.plan";
    }

    private static RunSpec spec(Made made) {
        return new RunSpec(
                "sample",
                made.ends().sampling(made.drawn()),
                List.of(Facets.REQUEST, Facets.find(facet(made.seed())).orElseThrow()),
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, MINIMUMS, RunSpec.Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                RunSpec.Model.OFFLINE,
                new RunSpec.Embedding("onnx", "one axis"),
                made.seed(),
                new RunSpec.Beside("made up", null, null));
    }

    /** Writes the rows as the services before this one would. */
    private static void write(RunKey run, Database owner, Made made) {
        UUID id = UUID.fromString(run.runId());
        List<Conversation> all = made.clustered();
        owner.useTenant(TENANT, handle -> {
            UUID dataset = new UUID(9, made.seed());
            byte[] frame = made.frame();
            handle.execute(
                    "INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state, digest, shards,"
                            + " conversations, accounts, erased)"
                            + " VALUES (?, ?, ?, 'file', 'auto', 'READY', ?, 1, ?, ?, ?)",
                    TENANT,
                    dataset,
                    "made up " + made.seed(),
                    "digest " + made.seed(),
                    frame.length,
                    made.accounts(),
                    made.ends().undrawn(EndState.ERASED));
            handle.execute(
                    "INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)"
                            + " VALUES (?, ?, ?, 'made up', ?::jsonb, 'spec digest', 'PUBLISHED')",
                    TENANT,
                    id,
                    dataset,
                    Json.write(spec(made)));
            handle.execute(
                    "INSERT INTO facets.frame (tenant, run_id, shard, states) VALUES (?, ?, 0, ?)", TENANT, id, frame);
            var conversations = handle.prepareBatch(
                    "INSERT INTO facets.conversation (tenant, run_id, shard, position, conversation_id, account, started_at,"
                            + " state) VALUES (?, ?, 0, ?, ?, ?, ?, ?)");
            var values = handle.prepareBatch(
                    "INSERT INTO facets.value (tenant, run_id, shard, position, facet, ordinal, value)"
                            + " VALUES (?, ?, 0, ?, ?, 0, ?)");
            var assigned = handle.prepareBatch(
                    "INSERT INTO clusters.assignment (tenant, run_id, shard, position, k, similarity)"
                            + " VALUES (?, ?, 0, ?, ?, 1)");
            for (int i = 0; i < all.size(); i++) {
                Conversation each = all.get(i);
                conversations.add(
                        TENANT,
                        id,
                        i,
                        new UUID(1 + made.seed(), i),
                        new UUID(7, each.account()),
                        each.day().atStartOfDay().atOffset(ZoneOffset.UTC),
                        (short) EndState.OK.number());
                assigned.add(TENANT, id, i, each.base());
                values.add(TENANT, id, i, "language", each.language());
                if (!each.plan().isEmpty()) {
                    values.add(TENANT, id, i, "metadata.plan", each.plan());
                }
            }
            for (int i = all.size(); i < made.drawn(); i++) {
                RandomEnds.Ended each = made.ends().ended().get(i - all.size());
                conversations.add(
                        TENANT,
                        id,
                        i,
                        new UUID(1 + made.seed(), i),
                        new UUID(7, each.account()),
                        FIRST.atStartOfDay().atOffset(ZoneOffset.UTC),
                        (short) each.state().number());
            }
            Stream.of(conversations, values, assigned).forEach(batch -> batch.execute());
            for (int k = 0; k < made.parents().size(); k++) {
                int base = k;
                List<Conversation> here =
                        all.stream().filter(each -> each.base() == base).toList();
                cluster(handle, run, 0, k, here, made.parents().get(k));
            }
            for (int top : new HashSet<>(made.parents())) {
                if (top >= 0) {
                    cluster(handle, run, 1, top, List.of(), -1);
                }
            }
        });
    }

    /** Writes how far a stage has come, as the workflow would. */
    private static void count(RunKey run, Database owner, Stage stage, Map<String, Long> outcomes) {
        long all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        owner.useTenant(
                TENANT,
                handle -> handle.execute(
                        "INSERT INTO runs.progress (tenant, run_id, stage, part, done, total, outcomes)"
                                + " VALUES (?, ?, ?, '0', ?, ?, ?::jsonb)",
                        TENANT,
                        UUID.fromString(run.runId()),
                        stage.name(),
                        all,
                        all,
                        Json.write(outcomes)));
    }

    private static void cluster(
            org.jdbi.v3.core.Handle handle, RunKey run, int level, int k, List<Conversation> here, int parent) {
        Set<Integer> accounts = new HashSet<>();
        here.forEach(each -> accounts.add(each.account()));
        handle.execute(
                "INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, conversations, accounts, parent)"
                        + " VALUES (?, ?, ?, ?, ?, 'NEW', ?, ?, ?)",
                TENANT,
                UUID.fromString(run.runId()),
                level,
                k,
                own(run, level, k),
                here.size(),
                accounts.size(),
                parent < 0 ? null : parent);
    }

    /** Finds everything harmless. */
    private static final class Harmless implements LanguageModel {
        @Override
        public String id() {
            return "harmless";
        }

        @Override
        public int namingSample() {
            return 1;
        }

        @Override
        @SuppressWarnings("unchecked") // it is asked nothing but audits
        public <A> Answer<A> ask(Question<A> question) {
            return (Answer<A>) Answer.of(5);
        }
    }

    /** Says the same of all. */
    private static final class OneAxis implements Embedder {
        @Override
        public Model model() {
            return new Model("one axis", "1", 1, "none");
        }

        @Override
        public Matrix embed(List<String> texts) {
            Matrix vectors = Matrix.zeros(texts.size(), 1);
            java.util.Arrays.fill(vectors.values(), 1);
            return vectors;
        }
    }
}

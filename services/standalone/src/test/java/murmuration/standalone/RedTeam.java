package murmuration.standalone;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Answer;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.Matrix;
import murmuration.core.Minimums;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.Summary;
import murmuration.extraction.CappedDraw;
import murmuration.hierarchy.NamingSamples;
import murmuration.offline.OfflineModel;
import murmuration.privacy.ReviewedNames;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.FileVectors;
import murmuration.runtime.TestDatabase;
import murmuration.runtime.VectorCollections;

/**
 * Attackers who plant conversations beside a target's to learn which of eight conditions the target has (CLIOPATRA,
 * arXiv 2603.05618). The naming model writes every condition that it sees; where two of its names do not stand, the
 * embedded model gives the last. Draw, naming sample, support check and audit are the product's.
 */
final class RedTeam {
    static final Minimums MINIMUMS = new Minimums(20, 20);
    /** Half the minimum of accounts: what "enough accounts" means here. */
    static final int M = 10;

    static final List<Integer> ATTACKERS = List.of(1, 5, M - 1, M, 2 * M);
    static final int TRIALS = 300;

    private static final int PLANTED = 50;
    private static final int OTHERS = 39;
    private static final int SAMPLE = 50;
    private static final int DIMENSION = 16;
    private static final OfflineModel EMBEDDED = OfflineModel.of(Set.of());
    private static final List<String> CONDITIONS =
            List.of("asthma", "diabetes", "epilepsy", "migraine", "anemia", "arthritis", "eczema", "insomnia");
    private static final List<String> WORDS =
            List.of(("morning evening kitchen window garden paper music river station market winter summer simple quick"
                            + " gentle routine exercise walking reading breakfast dinner coffee pillow blanket noise light"
                            + " phone screen travel weekend children office stress habit timing plan advice calm breathing")
                    .split(" "));

    /** A defense, which can be left out. */
    enum Defense {
        /** At most 20 conversations of an account are drawn. */
        CAP,
        /** One summary per account in what the naming model is shown. */
        ONE_SUMMARY,
        /** More accounts than the minimum must hold a claim, nobody knows how many. */
        NOISE,
        /** Enough accounts must hold a claim at all. */
        SUPPORT,
        /** Texts are rated. */
        AUDIT
    }

    /** What is planted. */
    enum Style {
        /** Talk of the same without a condition, so that the model has only the target's to write. */
        PULL,
        /** The same text by all accounts, but for a word, with all eight conditions: the target's is the vote that tips one. */
        COPY,
        /** All eight conditions, each text written anew. */
        VARY
    }

    /** What came of all trials. @param shown the target's condition was published @param named any was @param right guesses */
    record Outcome(int trials, int shown, int named, int right) {
        /** Wilson's interval of the rate of right guesses, 95 %. */
        double[] wilson() {
            double z = 1.959964;
            double p = (double) right / trials;
            double middle = (p + z * z / (2 * trials)) / (1 + z * z / trials);
            double half = z / (1 + z * z / trials) * Math.sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials));
            return new double[] {middle - half, middle + half};
        }
    }

    private final TestDatabase test = TestDatabase.create();
    private final Database hierarchy = new Database(pool(test, "murmuration_hierarchy"));
    private final DeploymentKey key = new DeploymentKey("red team".repeat(8).getBytes(StandardCharsets.UTF_8));

    /** Thousands of questions are asked, each on a connection. */
    private static AgroalDataSource pool(TestDatabase test, String role) {
        try (Connection connection = test.owner().getConnection()) {
            String url = connection.getMetaData().getURL();
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(2)
                            .connectionFactoryConfiguration(
                                    factory -> factory.jdbcUrl(url).principal(new NamePrincipal(role)))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static double guessing() {
        return 1.0 / CONDITIONS.size();
    }

    /** All trials of attackers with so many accounts. */
    Outcome attack(Style style, int accounts, Set<Defense> defenses) {
        Random random = new Random(accounts * 31L + 7);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < TRIALS; i++) {
            trials.add(Trial.of(new Attack(i, style, accounts), defenses, random));
        }
        List<List<Summary>> samples = samples(trials, defenses);
        int shown = 0;
        int named = 0;
        int right = 0;
        for (int i = 0; i < TRIALS; i++) {
            Trial trial = trials.get(i);
            List<Summary> sample = samples.get(i);
            List<Summary> seen = sample.subList(0, Math.min(SAMPLE, sample.size()));
            Set<String> told = names(i, defenses)
                    .published(trial.members(), avoid -> gullible(seen, avoid), avoid -> ofSharedWords(sample, avoid))
                    .map(label -> conditions(label.text()))
                    .orElse(Set.of());
            named += told.isEmpty() ? 0 : 1;
            shown += told.contains(trial.condition()) ? 1 : 0;
            List<String> guess =
                    told.isEmpty() ? CONDITIONS : told.stream().sorted().toList();
            right += guess.get(random.nextInt(guess.size())).equals(trial.condition()) ? 1 : 0;
        }
        return new Outcome(TRIALS, shown, named, right);
    }

    private ReviewedNames names(int trial, Set<Defense> defenses) {
        LanguageModel auditor = defenses.contains(Defense.AUDIT) ? EMBEDDED : new Harmless();
        if (!defenses.contains(Defense.SUPPORT)) {
            return ReviewedNames.unsupported(MINIMUMS, auditor);
        }
        return defenses.contains(Defense.NOISE)
                ? ReviewedNames.noisy(MINIMUMS, key, "data set " + trial, auditor)
                : ReviewedNames.exact(MINIMUMS, auditor);
    }

    /** Says whatever it sees and is not told to avoid. */
    private static Label gullible(List<Summary> sample, List<String> avoid) {
        Set<String> seen = new HashSet<>();
        sample.forEach(summary -> seen.addAll(conditions(summary.text())));
        avoid.forEach(claim -> seen.removeAll(conditions(claim)));
        String description = "Users asked how to sleep better.";
        return new Label(
                "Sleep better",
                seen.isEmpty()
                        ? description
                        : description + " Many mentioned "
                                + String.join(", ", seen.stream().sorted().toList()) + ".");
    }

    /** The embedded model's, which is shown more. */
    private static Label ofSharedWords(List<Summary> sample, List<String> avoid) {
        Question.Name question = new Question.Name(sample, List.of(), sample, "", avoid, MINIMUMS.support());
        return EMBEDDED.ask(question) instanceof Answer.Given<Label>(Label label) ? label : new Label("", "");
    }

    private static Set<String> conditions(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        return CONDITIONS.stream().filter(low::contains).collect(Collectors.toSet());
    }

    private record Attack(int number, Style style, int accounts) {}

    /** One cluster: a target, others, and what is planted, as it is drawn. */
    private record Trial(String condition, List<ReviewedNames.Member> members, List<float[]> vectors) {
        static Trial of(Attack attack, Set<Defense> defenses, Random random) {
            int number = attack.number();
            String condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            List<ReviewedNames.Member> all = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            add(
                    all,
                    vectors,
                    account(number, 0),
                    "asked how to sleep better with " + condition + " " + words(random, 9),
                    direction(random));
            for (int i = 1; i <= OTHERS; i++) {
                add(
                        all,
                        vectors,
                        account(number, i),
                        "asked how to sleep better " + words(random, 10),
                        direction(random));
            }
            String copied = words(random, 12);
            float[] near = direction(random);
            for (int i = 0; i < PLANTED; i++) {
                List<String> order = new ArrayList<>(CONDITIONS);
                Collections.shuffle(order, random);
                boolean copies = attack.style() != Style.VARY;
                String conditions = attack.style() == Style.PULL ? "the same" : String.join(" and ", order);
                String text = "asked how to sleep better with " + conditions + " "
                        + (copies ? copied + " " + WORDS.get(i % WORDS.size()) : words(random, 14));
                add(
                        all,
                        vectors,
                        account(number, 1_000 + i % attack.accounts()),
                        text,
                        copies ? near : direction(random));
            }
            if (!defenses.contains(Defense.CAP)) {
                return new Trial(condition, all, vectors);
            }
            List<Integer> drawn = CappedDraw.of(
                    spec(number, 20),
                    all.stream().map(ReviewedNames.Member::account).toList());
            return new Trial(
                    condition,
                    drawn.stream().map(all::get).toList(),
                    drawn.stream().map(vectors::get).toList());
        }

        private static void add(
                List<ReviewedNames.Member> all, List<float[]> vectors, UUID account, String text, float[] vector) {
            all.add(new ReviewedNames.Member(account, text));
            vectors.add(vector);
        }

        private static String words(Random random, int n) {
            List<String> words = new ArrayList<>(WORDS);
            Collections.shuffle(words, random);
            return String.join(" ", words.subList(0, n));
        }

        private static float[] direction(Random random) {
            float[] vector = new float[DIMENSION];
            double square = 0;
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
                square += vector[i] * vector[i];
            }
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] /= (float) Math.sqrt(square);
            }
            return vector;
        }
    }

    private static UUID account(int trial, int number) {
        return UUID.nameUUIDFromBytes((trial + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static RunSpec spec(long seed, int perAccount) {
        return new RunSpec(
                "d",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, perAccount, null, null),
                List.of(Facets.REQUEST),
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, MINIMUMS, RunSpec.Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                RunSpec.Model.OFFLINE,
                new RunSpec.Embedding("onnx", "made up"),
                seed,
                new RunSpec.Beside("n", null, null));
    }

    /** What the embedded model is shown in each trial, what another is first; each is a cluster of one run. */
    private List<List<Summary>> samples(List<Trial> trials, Set<Defense> defenses) {
        RunKey run = new RunKey("default", UUID.randomUUID().toString());
        boolean apart = !defenses.contains(Defense.ONE_SUMMARY);
        List<Integer> clusters = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> accounts = new ArrayList<>();
        for (int k = 0; k < trials.size(); k++) {
            for (ReviewedNames.Member member : trials.get(k).members()) {
                // without the defense each conversation counts as somebody's own
                accounts.add((apart ? account(k, 10_000 + texts.size()) : member.account()).toString());
                texts.add(member.summary());
                clusters.add(k);
            }
        }
        new Database(test.owner()).useTenant("default", handle -> {
            for (String insert : List.of(
                    "facets.conversation (tenant, run_id, shard, position, conversation_id, account, state)"
                            + " SELECT 'default', :run::uuid, 0, n - 1, gen_random_uuid(), a::uuid, 0",
                    "facets.value SELECT 'default', :run::uuid, 0, n - 1, 'request', 0, t",
                    "clusters.assignment SELECT 'default', :run::uuid, 0, n - 1, k, 0.9, true")) {
                handle.createUpdate("INSERT INTO " + insert
                                + " FROM unnest(:accounts, :texts, :clusters) WITH ORDINALITY AS m (a, t, k, n)")
                        .bind("run", run.runId())
                        .bindArray("accounts", String.class, accounts)
                        .bindArray("texts", String.class, texts)
                        .bindArray("clusters", Integer.class, clusters)
                        .execute();
            }
        });
        test.execute("ANALYZE facets.conversation, facets.value, clusters.assignment");
        try {
            Path folder = Files.createTempDirectory("red-team");
            FileVectors store = new FileVectors(folder);
            List<float[]> vectors =
                    trials.stream().flatMap(trial -> trial.vectors().stream()).toList();
            Matrix all = Matrix.zeros(vectors.size(), DIMENSION);
            for (int i = 0; i < vectors.size(); i++) {
                System.arraycopy(vectors.get(i), 0, all.values(), i * DIMENSION, DIMENSION);
            }
            String collection = VectorCollections.ofRun(run, "request");
            store.create(collection, DIMENSION);
            store.upsert(collection, 0, IntStream.range(0, vectors.size()).toArray(), all);
            List<List<Summary>> samples =
                    NamingSamples.of(hierarchy, run, store, trials.size(), EMBEDDED.namingSample());
            store.drop(collection);
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds everything harmless. */
    private static final class Harmless implements LanguageModel {
        @Override
        public String id() {
            return "harmless";
        }

        @Override
        public int namingSample() {
            return SAMPLE;
        }

        @Override
        @SuppressWarnings("unchecked") // it is asked nothing but audits
        public <A> Answer<A> ask(Question<A> question) {
            return (Answer<A>) Answer.of(5);
        }
    }

    static Set<Defense> without(Defense... defenses) {
        Set<Defense> kept = EnumSet.allOf(Defense.class);
        kept.removeAll(List.of(defenses));
        return kept;
    }

    /** The table of docs/privacy.md: right guesses of 100 with Wilson's interval, and in how many trials a condition was named. */
    String table() {
        StringBuilder table = new StringBuilder();
        for (Style style : Style.values()) {
            List<Defense[]> rows = new ArrayList<>(List.<Defense[]>of(new Defense[0]));
            for (Defense each : Defense.values()) {
                rows.add(new Defense[] {each});
            }
            for (Defense[] row : rows) {
                table.append("| ").append(style).append(" | ").append(row.length == 0 ? "nothing" : row[0]);
                for (int accounts : ATTACKERS) {
                    Outcome outcome = attack(style, accounts, without(row));
                    double[] wilson = outcome.wilson();
                    table.append(String.format(
                            Locale.ROOT,
                            " | %.0f (%.0f–%.0f), %d",
                            100.0 * outcome.right() / outcome.trials(),
                            100 * wilson[0],
                            100 * wilson[1],
                            outcome.named()));
                }
                table.append(" |\n");
            }
        }
        return table.toString();
    }
}

package murmuration.standalone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.clustering.FixedClusters;
import murmuration.core.AccountId;
import murmuration.core.Answer;
import murmuration.core.Conversation;
import murmuration.core.ConversationId;
import murmuration.core.Facets;
import murmuration.core.LanguageModel;
import murmuration.core.Matrix;
import murmuration.core.Minimums;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.core.Role;
import murmuration.core.Summary;
import murmuration.core.Turn;
import murmuration.embedding.OnnxEmbedder;
import murmuration.extraction.SharedWords;
import murmuration.extraction.Transcripts;
import murmuration.models.SmallModel;
import murmuration.offline.OfflineModel;
import murmuration.offline.Words;
import murmuration.privacy.ReviewedNames.Member;
import murmuration.privacy.StagedReview;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Conversations with secrets in them through what stands between them and a reader, in one process: vocabulary, summaries,
 * embedding, k-means, minimums, names, support check and audit are the product's own code; how clusters are drawn from for
 * a name is simpler (one random summary of each account).
 */
final class Leaks implements AutoCloseable {
    private static final int AT_ONCE = 4;
    private static final int OUTSIDE = 50;
    private static final int BACKGROUND = 2_000;

    /** What can be left out. */
    enum Layer {
        /** A summary of {@code offline} holds words of enough accounts only. */
        PUBLIC_WORDS,
        /** Small clusters are not named; and not shown, where they are under the floor of five accounts. */
        MINIMUMS,
        SUPPORT,
        /** Detectors in the audit. */
        DETECTORS,
        /** The audit's rating by words. */
        RATING
    }

    /** Who summarizes and names. */
    enum Model {
        OFFLINE,
        /** Its summaries are what people wrote, its names a secret that it read; one that is refused it gives up in every second cluster. */
        TELLING,
        /** A real language model at {@code LEAKS_MODEL}: slow, so that it is shown few conversations. */
        SMALL;

        Minimums minimums() {
            return this == SMALL ? new Minimums(5, 5) : new Minimums(15, 8);
        }

        /** Conversations of a cluster, about. */
        private int cluster() {
            return this == SMALL ? 10 : 40;
        }
    }

    private final OnnxEmbedder embedder = new OnnxEmbedder(2);
    private final Map<String, float[]> vectors = new HashMap<>();
    private final @Nullable SmallModel small;
    private final DeploymentKey key = new DeploymentKey("leaks".repeat(8).getBytes(StandardCharsets.UTF_8));

    /** @param url where {@link Model#SMALL} answers; null: it is not asked */
    Leaks(@Nullable String url) {
        small = url == null ? null : new SmallModel(url);
    }

    /** A conversation with its summary. */
    private record Said(Planted planted, String summary) {}

    /** One run. */
    LeakTally run(List<Planted> data, Model model, Set<Layer> layers, long seed) {
        List<Planted> all = model == Model.TELLING
                ? data.stream()
                        .map(each -> each.saying("My account is " + Planted.SHARED.told() + ".", Planted.SHARED))
                        .toList()
                : data;
        List<Conversation> conversations = IntStream.range(0, all.size())
                .mapToObj(i -> conversation(all.get(i), i))
                .toList();
        int accounts = layers.contains(Layer.PUBLIC_WORDS) ? model.minimums().accounts() : 1;
        Set<String> words = SharedWords.of(accounts, conversations);
        OfflineModel offline = OfflineModel.of(words);
        List<Said> said;
        // for the sake of a model that takes its time
        try (Parallel parallel = new Parallel(AT_ONCE, () -> {})) {
            List<String> summaries = parallel.map(conversations, each -> switch (model) {
                case TELLING -> cut(each.turns().stream().map(Turn::text).collect(Collectors.joining(" ")));
                case OFFLINE -> summary(offline, each);
                case SMALL -> summary(small(), each);
            });
            said = IntStream.range(0, all.size())
                    .mapToObj(i -> new Said(all.get(i), summaries.get(i)))
                    .filter(each -> !each.summary().isBlank())
                    .toList();
        }
        Told summaries = said.stream()
                .map(each -> Told.by(each.summary(), each.planted().secrets()))
                .reduce(Told.NOTHING, Told::plus);
        LeakTally tally = new LeakTally(all.size(), summaries, Told.NOTHING, Told.NOTHING, Told.NOTHING, 0);
        return tally.plus(named(said, model, layers, offline, seed));
    }

    private LeakTally named(List<Said> said, Model model, Set<Layer> layers, OfflineModel offline, long seed) {
        Matrix points = embedded(said.stream().map(Said::summary).toList());
        int[] nearest = FixedClusters.of(points, Math.max(2, said.size() / model.cluster()), seed);
        Map<Integer, List<Said>> clusters = new TreeMap<>();
        for (int i = 0; i < nearest.length; i++) {
            clusters.computeIfAbsent(nearest[i], any -> new ArrayList<>()).add(said.get(i));
        }
        if (layers.contains(Layer.MINIMUMS)) {
            clusters.values().removeIf(here -> !model.minimums().met(here.size(), accounts(here)));
        }
        Random random = new Random(seed);
        List<Said> kept = clusters.values().stream().flatMap(List::stream).toList();
        Set<Secret> secrets = new HashSet<>();
        said.forEach(each -> secrets.addAll(each.planted().secrets()));
        List<Summary> background = summaries(kept, random, BACKGROUND);
        LanguageModel auditor = switch (model) {
            case TELLING -> new Harmless();
            case OFFLINE -> offline;
            case SMALL -> small();
        };
        StagedReview review = new StagedReview(
                layers.contains(Layer.MINIMUMS) ? model.minimums() : new Minimums(Minimums.FLOOR, Minimums.FLOOR),
                key,
                "data set " + seed,
                layers.contains(Layer.RATING) ? auditor : new Harmless(),
                new StagedReview.Without(
                        !layers.contains(Layer.SUPPORT), !layers.contains(Layer.DETECTORS), model == Model.OFFLINE));
        LeakTally tally = LeakTally.NONE;
        for (Map.Entry<Integer, List<Said>> cluster : clusters.entrySet()) {
            List<Said> here = cluster.getValue();
            List<Said> others =
                    kept.stream().filter(each -> !here.contains(each)).toList();
            LanguageModel names = model == Model.SMALL ? small() : offline;
            Namer namer = new Namer(
                    summaries(here, random, offline.namingSample()),
                    summaries(others, random, OUTSIDE),
                    background,
                    model.minimums().support(),
                    model == Model.TELLING ? telling(here, random) : null);
            List<Member> members = here.stream()
                    .map(each -> new Member(each.planted().account(), each.summary()))
                    .toList();
            List<StagedReview.Draft> drafts =
                    review.of(members, avoid -> namer.label(names, avoid), avoid -> namer.asked(offline, avoid));
            tally = tally.plus(scored(drafts, secrets, here.size()));
        }
        return tally;
    }

    private static LeakTally scored(List<StagedReview.Draft> drafts, Set<Secret> secrets, int size) {
        LeakTally tally = LeakTally.NONE;
        for (StagedReview.Draft draft : drafts) {
            if (draft.label().name().isBlank()) {
                continue;
            }
            Told told = Told.by(draft.label().name(), secrets)
                    .plus(Told.by(draft.label().description(), secrets));
            tally = tally.plus(new LeakTally(
                    0,
                    Told.NOTHING,
                    told,
                    draft.supported() ? told : Told.NOTHING,
                    draft.passed() ? told : Told.NOTHING,
                    draft.passed() ? size : 0));
        }
        return tally;
    }

    /** Who names one cluster. @param telling what it tells, one after the other; null: what the model says */
    private record Namer(
            List<Summary> inside,
            List<Summary> outside,
            List<Summary> background,
            int support,
            @Nullable List<Label> telling) {
        Label label(LanguageModel model, List<String> avoid) {
            if (telling == null) {
                return asked(model, avoid);
            }
            if (avoid.isEmpty()) {
                return telling.getFirst();
            }
            return telling.size() > 1 ? telling.getLast() : honest();
        }

        /** What a model answers that is shown as much as it asks for. */
        Label asked(LanguageModel model, List<String> avoid) {
            List<Summary> shown = inside.subList(0, Math.min(model.namingSample(), inside.size()));
            Question.Name question = new Question.Name(shown, outside, background, "", avoid, support);
            return model.ask(question) instanceof Answer.Given<Label>(Label label) ? label : new Label("", "");
        }

        /** The word that most summaries inside share, outside taken off. */
        private Label honest() {
            Map<String, Integer> counts = new LinkedHashMap<>();
            inside.forEach(
                    each -> Words.contentStems(each.text()).forEach(stem -> counts.merge(stem, 1, Integer::sum)));
            outside.forEach(
                    each -> Words.contentStems(each.text()).forEach(stem -> counts.merge(stem, -1, Integer::sum)));
            String word = counts.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse("");
            return new Label("Ask about " + word, "People asked about " + word + ".");
        }
    }

    /** A secret of a cluster, or the one that all share; in every second cluster another one when that is refused. */
    private static List<Label> telling(List<Said> here, Random random) {
        List<Secret> secrets = new ArrayList<>();
        here.forEach(each -> secrets.addAll(each.planted().secrets()));
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < (random.nextBoolean() ? 2 : 1); i++) {
            Secret secret = random.nextInt(4) == 0 ? Planted.SHARED : secrets.get(random.nextInt(secrets.size()));
            labels.add(new Label("Ask about " + secret.told(), "People asked about " + secret.told() + "."));
        }
        return labels;
    }

    private static long accounts(List<Said> said) {
        return said.stream().map(each -> each.planted().account()).distinct().count();
    }

    /** At most so many summaries, one of each account. */
    private static List<Summary> summaries(List<Said> said, Random random, int size) {
        List<Said> order = new ArrayList<>(said);
        Collections.shuffle(order, random);
        Map<UUID, Summary> drawn = new LinkedHashMap<>();
        order.forEach(each -> drawn.putIfAbsent(each.planted().account(), new Summary(each.summary(), drawn.size())));
        return drawn.values().stream().limit(size).toList();
    }

    private SmallModel small() {
        return Objects.requireNonNull(small, "LEAKS_MODEL names no model");
    }

    static String summary(LanguageModel model, Conversation conversation) {
        Question.Facets question =
                new Question.Facets(conversation, Transcripts.of(conversation), List.of(Facets.REQUEST));
        return model.ask(question) instanceof Answer.Given<Map<String, List<String>>>(Map<String, List<String>> values)
                ? String.join(" ", values.getOrDefault("request", List.of()))
                : "";
    }

    static Conversation conversation(Planted planted, int i) {
        return new Conversation(
                new ConversationId(new UUID(1, i)),
                new AccountId(planted.account()),
                null,
                null,
                new TreeMap<>(),
                planted.turns().stream().map(text -> new Turn(Role.USER, text)).toList());
    }

    private static String cut(String text) {
        return text.length() <= 700 ? text : text.substring(0, 700);
    }

    private Matrix embedded(List<String> texts) {
        List<String> missing = texts.stream()
                .distinct()
                .filter(text -> !vectors.containsKey(text))
                .toList();
        Matrix computed = embedder.embed(missing.isEmpty() ? List.of("nothing") : missing);
        for (int i = 0; i < missing.size(); i++) {
            vectors.put(missing.get(i), computed.row(i));
        }
        Matrix all = Matrix.zeros(texts.size(), computed.d());
        for (int i = 0; i < texts.size(); i++) {
            all.put(i, vectors.getOrDefault(texts.get(i), new float[0]));
        }
        return all;
    }

    static Set<Layer> without(Layer... layers) {
        Set<Layer> kept = EnumSet.allOf(Layer.class);
        kept.removeAll(List.of(layers));
        return kept;
    }

    @Override
    public void close() {
        embedder.close();
    }

    /** Finds everything harmless. */
    private static final class Harmless implements LanguageModel {
        @Override
        public String id() {
            return "harmless";
        }

        @Override
        public int namingSample() {
            return OUTSIDE;
        }

        @Override
        @SuppressWarnings("unchecked") // it is asked nothing but audits
        public <A> Answer<A> ask(Question<A> question) {
            return (Answer<A>) Answer.of(5);
        }
    }
}

package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import murmuration.standalone.Leaks.Layer;
import murmuration.standalone.Leaks.Model;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Secrets of the project's own sample, and where asked for of other data sets, through all layers and with each left out. */
@Timeout(120)
class LeaksTest {
    private static final int CONVERSATIONS = 700;
    private static final long SEED = 3;
    private static final int FEW = 100;
    private static final Leaks LEAKS = new Leaks(System.getenv("LEAKS_MODEL"));

    @AfterAll
    static void close() {
        LEAKS.close();
    }

    @Test
    void nothingOfWhatWasPlantedIsPublished() throws IOException {
        List<Planted> sample = Planted.sample(CONVERSATIONS, SEED);
        for (Model model : List.of(Model.OFFLINE, Model.TELLING)) {
            LeakTally tally = LEAKS.run(sample, model, Leaks.without(), SEED);
            assertThat(tally.published().any()).as(model + " tells").isZero();
            // publishing nothing is no success
            assertThat(2 * tally.covered()).as("covered by " + model).isGreaterThan(tally.conversations() / 2);
        }
    }

    @Test
    void eachLayerHoldsBackWhatAModelTells() throws IOException {
        List<Planted> sample = Planted.sample(CONVERSATIONS, SEED);
        LeakTally whole = LEAKS.run(sample, Model.TELLING, Leaks.without(), SEED);
        assertThat(whole.drafts().any()).as("drafts tell").isPositive();
        assertThat(whole.supported().values()).as("what all share is supported").isPositive();
        for (Layer layer : List.of(Layer.SUPPORT, Layer.DETECTORS)) {
            assertThat(LEAKS.run(sample, Model.TELLING, Leaks.without(layer), SEED)
                            .published()
                            .any())
                    .as("published without " + layer)
                    .isPositive();
        }
        assertThat(LEAKS.run(sample, Model.OFFLINE, Leaks.without(), SEED)
                        .summaries()
                        .values())
                .as("summaries of public words")
                .isZero();
        assertThat(LEAKS.run(sample, Model.OFFLINE, Leaks.without(Layer.PUBLIC_WORDS), SEED)
                        .summaries()
                        .values())
                .as("summaries of all words")
                .isPositive();
    }

    /** {@code bin/leaks} asks for it. */
    @Test
    @Timeout(7200)
    @EnabledIfEnvironmentVariable(named = "LEAKS", matches = ".+")
    void printsTheTables() throws IOException {
        Path folder = Path.of(System.getenv("LEAKS"));
        int seeds = Integer.parseInt(System.getenv().getOrDefault("LEAKS_SEEDS", "5"));
        boolean real = System.getenv("LEAKS_MODEL") != null;
        LeakTally pooled = LeakTally.NONE;
        System.out.println(
                "| data | model | without | summaries that tell | drafts | after support | published | at most"
                        + " | covered |");
        for (String set : List.of("pii-seeded", "sample", "tau-airline")) {
            if (!set.equals("sample") && !Files.exists(folder.resolve(set + ".jsonl.gz"))) {
                System.out.println(set + " is skipped: it is not in " + folder);
                continue;
            }
            for (Model model : real ? List.of(Model.SMALL) : List.of(Model.OFFLINE, Model.TELLING)) {
                for (Set<Layer> left : left(model)) {
                    LeakTally tally = LeakTally.NONE;
                    // what a layer does is seen in one run
                    for (int seed = 0; seed < (left.isEmpty() ? seeds : 1); seed++) {
                        Set<Layer> layers = Leaks.without(left.toArray(Layer[]::new));
                        List<Planted> data = data(set, folder, seed);
                        tally = tally.plus(LEAKS.run(real ? few(data, seed) : data, model, layers, seed));
                    }
                    pooled = left.isEmpty() ? pooled.plus(tally) : pooled;
                    System.out.println("| " + set + " | " + model + " | " + left + row(tally));
                }
            }
        }
        System.out.println("| all | all | []" + row(pooled));
        assertThat(pooled.published().any()).as("published texts that tell").isZero();
        assertThat(pooled.published().texts()).as("published texts").isPositive();
    }

    private static List<Planted> few(List<Planted> data, long seed) {
        List<Planted> order = new ArrayList<>(data);
        Collections.shuffle(order, new Random(seed));
        return order.subList(0, Math.min(FEW, order.size()));
    }

    private static List<Set<Layer>> left(Model model) {
        List<Set<Layer>> left = new ArrayList<>(List.of(Set.of()));
        for (Layer layer : Layer.values()) {
            // a model's summaries hold all words, and a telling one rates everything as harmless
            boolean nothing = (layer == Layer.PUBLIC_WORDS && model != Model.OFFLINE)
                    || (layer == Layer.RATING && model == Model.TELLING);
            if (!nothing) {
                left.add(Set.of(layer));
            }
        }
        left.add(Set.of(Layer.MINIMUMS, Layer.SUPPORT));
        if (model == Model.OFFLINE) {
            left.add(Set.of(Layer.PUBLIC_WORDS, Layer.SUPPORT));
        }
        if (model != Model.TELLING) {
            left.add(Set.of(Layer.values()));
        }
        return left;
    }

    static List<Planted> data(String set, Path folder, long seed) throws IOException {
        return switch (set) {
            case "pii-seeded" -> Planted.seeded(folder, seed);
            case "tau-airline" -> Planted.airline(folder, seed);
            default -> Planted.sample(2_000, seed);
        };
    }

    private static String row(LeakTally tally) {
        return String.format(
                Locale.ROOT,
                " | %s | %s | %s | %s | %.2f %% | %.0f %% |",
                tally.summaries(),
                tally.drafts(),
                tally.supported(),
                tally.published(),
                100 * tally.published().bound(),
                100.0 * tally.covered() / tally.conversations());
    }
}

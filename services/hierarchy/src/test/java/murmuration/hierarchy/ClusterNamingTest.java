package murmuration.hierarchy;

import static murmuration.hierarchy.TestRun.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.Facets;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.core.Summary;
import murmuration.runtime.FileVectors;
import murmuration.runtime.TestDatabase;
import murmuration.runtime.VectorCollections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterNamingTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    private final TestRun run = TestRun.in(DATABASE);

    @AfterEach
    void close() throws SQLException {
        run.close();
    }

    @Test
    void namesWhatIsNewOrRejectedAndLeavesTheRest() {
        run.cluster(0, "NEW", "", texts("book table", 12))
                .cluster(1, "REJECTED", "old name", texts("play music", 12))
                .cluster(2, "PASSED", "kept name", texts("translate text", 12))
                .cluster(3, "TOO_FEW", "", texts("rare thing", 3));
        run.name(0);
        assertThat(run.names(0)).containsExactly("book table", "music play", "kept name", "");
        assertThat(run.level(0)).extracting(ClusterRow::status).containsExactly("NAMED", "NAMED", "PASSED", "WITHHELD");
        assertThat(run.level(0)).extracting(ClusterRow::attempts).containsExactly(1, 1, 0, 0);
    }

    @Test
    void asksNothingASecondTime() {
        run.cluster(0, "NEW", "", texts("book table", 12));
        run.name(0);
        run.model.asked.clear();
        run.name(0);
        assertThat(run.model.asked).isEmpty();
        assertThat(run.level(0).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void showsOneSummaryOfEachAccountWhileThereAreEnough() {
        run.model.sample = 10;
        run.cluster(0, "NEW", "");
        for (int i = 0; i < 40; i++) {
            run.member(0, i < 28 ? "busy" : "account " + i, "book table w" + i, true);
        }
        run.name(0);
        List<Summary> inside = name().inside();
        assertThat(inside).hasSize(10);
        assertThat(inside.stream().map(Summary::account).distinct()).hasSize(10);
    }

    @Test
    void whatIsNearlyTheSameIsOneVote(@TempDir Path folder) throws IOException {
        run.cluster(0, "NEW", "", "book a table", "Book a table!", "reserve a table", "play music");
        FileVectors vectors = new FileVectors(folder);
        String collection = VectorCollections.ofRun(run.run, "request");
        vectors.create(collection, 2);
        Matrix stored = new Matrix(new float[] {1, 0, 1, 0, 0.99f, 0.141f, 0, 1}, 4, 2);
        vectors.upsert(collection, 0, new int[] {0, 1, 2, 3}, stored);
        run.name(0, folder);
        assertThat(name().inside()).hasSize(2).extracting(Summary::text).contains("play music");
    }

    @Test
    void equalTextsAreOneVoteWithoutVectors() {
        run.cluster(0, "NEW", "", "book a table", "Book a table!", "reserve a table", "play music");
        run.name(0);
        assertThat(name().inside()).hasSize(3);
    }

    @Test
    void neverShowsMembersOfSmallClustersOrReassignedOnes() {
        run.cluster(0, "NEW", "", texts("book table", 5))
                .cluster(1, "NEW", "", texts("play music", 5))
                .cluster(2, "TOO_FEW", "", texts("secret thing", 2));
        int reassigned = run.member(1, "someone", "secret reassigned", false);
        IntStream.of(5, 6, 10, 11, reassigned).forEach(position -> run.near(0, position, 0.5 + position / 100.0));
        run.name(0);
        for (Question.Name question : run.model.asked(Question.Name.class)) {
            assertThat(question.inside())
                    .hasSize(5)
                    .noneMatch(summary -> summary.text().contains("secret"));
            assertThat(question.outside()).noneMatch(summary -> summary.text().contains("secret"));
            assertThat(question.background())
                    .hasSize(10)
                    .noneMatch(summary -> summary.text().contains("secret"));
        }
        assertThat(run.model.asked(Question.Name.class))
                .anySatisfy(question -> assertThat(question.outside())
                        .hasSize(2)
                        .allMatch(s -> s.text().startsWith("play music")));
    }

    @Test
    void givesTheFacetsCriteriaAndWhatToAvoid() {
        run.cluster(0, "NEW", "", texts("book table", 5));
        run.set(0, 0, "REJECTED", "in Paris", "at night");
        run.name(0);
        assertThat(name().criteria()).isEqualTo(Facets.REQUEST.criteria());
        assertThat(name().avoid()).containsExactly("in Paris", "at night");
    }

    @Test
    void anAccountHasOneNumberInAQuestion() {
        run.cluster(0, "NEW", "").cluster(1, "PASSED", "music");
        run.member(0, "ann", "book table one", true);
        run.member(0, "bob", "book table two", true);
        run.near(0, run.member(1, "ann", "play music", true), 0.9);
        run.name(0);
        int ann = name().outside().getFirst().account();
        assertThat(name().inside().stream().filter(s -> s.account() == ann))
                .extracting(Summary::text)
                .containsExactly("book table one");
    }

    @Test
    void whatTheModelNamedTwiceInVainTheEmbeddedModelNames() {
        run.cluster(0, "NEW", "", texts("book table", 12)).cluster(1, "PASSED", "Music", texts("play music", 12));
        for (int naming = 0; naming < 2; naming++) {
            run.name(0);
            run.set(0, 0, "REJECTED", "in Paris", "at night");
        }
        assertThat(run.embedded.asked).isEmpty();
        run.model.asked.clear();
        run.embedded.sample = 3;
        run.embedded.name = question -> Answer.of(
                new Label(question.avoid().contains("music") ? "Tables" : "music", "Users asked about tables."));
        run.name(0);
        assertThat(run.model.asked).isEmpty();
        assertThat(run.embedded.asked(Question.Name.class))
                .allSatisfy(question -> assertThat(question.inside()).hasSize(3))
                .extracting(Question.Name::avoid)
                .isEqualTo(List.of(List.of("in Paris", "at night"), List.of("in Paris", "at night", "music")));
        assertThat(run.names(0)).containsExactly("Tables", "Music");
        assertThat(run.level(0).getFirst().attempts()).isEqualTo(3);
    }

    @Test
    void aNameThatCannotBeReadIsAskedForOnceMoreAndThenWithheld() {
        run.cluster(0, "NEW", "", texts("book table", 5)).cluster(1, "NEW", "", texts("play music", 5));
        run.model.name = question -> question.inside().getFirst().text().startsWith("book")
                ? Answer.of(new Label("one two three four five six seven eight nine ten eleven", "Too long."))
                : Answer.missing(EndState.REFUSED);
        run.name(0);
        assertThat(run.model.asked).hasSize(4);
        assertThat(run.embedded.asked).isEmpty();
        assertThat(run.level(0)).allSatisfy(row -> {
            assertThat(row.status()).isEqualTo("WITHHELD");
            assertThat(row.reason()).isEqualTo("UNNAMED");
            assertThat(row.label()).isEqualTo(new Label("", ""));
        });
    }

    @Test
    void noTwoOfALevelHaveTheSameName() {
        run.cluster(0, "PASSED", "Help", texts("old one", 5))
                .cluster(1, "NEW", "", texts("book table", 5))
                .cluster(2, "NEW", "", texts("play music", 5));
        run.model.name = question -> Answer.of(
                question.avoid().isEmpty()
                                || question.inside().getFirst().text().startsWith("play")
                        ? new Label("help!", "Users asked for help.")
                        : new Label("Help with tables", "Users asked for help."));
        run.name(0);
        // the first of the two does better when told; the second does not, and gets a word that is its own
        assertThat(run.names(0))
                .startsWith("Help", "Help with tables")
                .element(2)
                .asString()
                .matches("help! \\((play|music)\\)");
    }

    @Test
    void thoseThatShareANameAreAskedAgainSideBySide() {
        for (int k = 0; k < 4; k++) {
            run.cluster(k, "NEW", "", texts("topic" + k + " thing" + k, 5));
        }
        run.atOnce = 3;
        CyclicBarrier together = new CyclicBarrier(3);
        run.model.name = question -> {
            if (question.avoid().isEmpty()) {
                return Answer.of(new Label("Help", "Users asked for help."));
            }
            try {
                together.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("asked alone", e);
            }
            return Answer.of(new Label(
                    "Help with " + question.inside().getFirst().text().split(" ")[0], "Users asked for help."));
        };
        run.name(0);
        assertThat(run.names(0)).containsExactly("Help", "Help with topic1", "Help with topic2", "Help with topic3");
    }

    @Test
    void namesAreTheSameWhateverThreadsAndInterruptions() {
        TestRun other = TestRun.in(DATABASE);
        for (TestRun each : List.of(run, other)) {
            for (int k = 0; k < 40; k++) {
                each.cluster(
                        k,
                        "NEW",
                        "",
                        texts("topic" + k / 2 + " thing" + k / 2 + " " + "abcdefgh".substring(k % 2, k % 2 + 7), 6));
            }
            each.model.sample = 4;
        }
        run.name(0);
        other.atOnce = 1;
        other.model.failAfter = 25;
        assertThatThrownBy(() -> other.name(0)).isInstanceOf(MurmurationException.class);
        assertThat(other.level(0).stream().filter(ClusterRow::waits)).hasSizeBetween(1, 39);
        other.atOnce = 7;
        other.model.failAfter = Integer.MAX_VALUE;
        other.name(0);
        assertThat(other.names(0)).isEqualTo(run.names(0)).doesNotHaveDuplicates();
    }

    private Question.Name name() {
        return run.model.asked(Question.Name.class).getFirst();
    }
}

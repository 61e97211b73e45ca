package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.Question;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Child;
import murmuration.core.Question.Label;
import murmuration.core.Summary;
import org.junit.jupiter.api.Test;

class NamingTest {
    private static final String[] DAYS = {"tonight", "tomorrow", "next week", "on a holiday", "after work", "at noon"};
    private static final String[] GUESTS = {"my family", "a friend", "two people", "my boss", "our team", "the kids"};

    private final OfflineModel model = OfflineModel.of(Set.of());

    /** As many different texts as accounts, all of one shape. */
    private static List<Summary> summaries(int from, String shape) {
        return IntStream.range(0, 30)
                .mapToObj(i -> new Summary(String.format(shape, DAYS[i % 6], GUESTS[i / 6]), from + i))
                .toList();
    }

    private static final List<Summary> TABLES = summaries(0, "Can you book a table at a restaurant %s for %s?");
    private static final List<Summary> FLIGHTS = summaries(100, "I want to cancel my flight %s with %s.");

    private static List<Summary> both() {
        List<Summary> both = new ArrayList<>(TABLES);
        both.addAll(FLIGHTS);
        return both;
    }

    private Answer<Label> name(List<Summary> inside, List<String> avoid) {
        return model.ask(new Question.Name(inside, FLIGHTS, both(), "", avoid, 5));
    }

    private static Label given(Answer<Label> answer) {
        return answer instanceof Answer.Given<Label>(Label label) ? label : new Label("", "");
    }

    @Test
    void saysWhatIsDoneWithWhat() {
        Label label = given(name(TABLES, List.of()));

        assertThat(label.name()).isEqualTo("Book a table at a restaurant");
        assertThat(label.description()).startsWith("Users asked to book a table at a restaurant");
    }

    @Test
    void saysNothingThatFewAccountsHold() {
        List<Summary> inside = new ArrayList<>(TABLES);
        inside.add(new Summary("Can you book a table at a restaurant for the marmalade festival?", 900));
        inside.add(new Summary("Can you book a table at a restaurant for the marmalade festival today?", 900));

        Label label = given(name(inside, List.of()));

        Votes votes = new Votes(inside);
        assertThat(Words.contentStems(label.text()))
                .allSatisfy(stem -> assertThat(votes.support(List.of(stem))).isGreaterThanOrEqualTo(7));
    }

    @Test
    void doesNotClaimAgainWhatIsToBeAvoided() {
        assertThat(Words.contentStems(given(name(TABLES, List.of("Book a table at a restaurant", "restaurant")))
                        .text()))
                .doesNotContain(Words.stem("restaurant"));
    }

    @Test
    void leavesAGroupThatSharesNothingUnnamed() {
        List<Summary> inside = List.of(new Summary("Fix the roof.", 1), new Summary("Sing a song.", 2));

        assertThat(name(inside, List.of())).isEqualTo(Answer.missing(EndState.UNANSWERED));
    }

    @Test
    void countsOneVoteAnAccountAndOneAText() {
        Votes votes = new Votes(List.of(
                new Summary("Book a hotel.", 1),
                new Summary("Book a cheap hotel.", 1),
                new Summary("Book a hotel.", 2),
                new Summary("Book one hotel today.", 3)));

        assertThat(votes.support(Words.contentStems("hotel"))).isEqualTo(2);
    }

    @Test
    void namesParentsByWhatTheirChildrenShare() {
        List<Child> children = List.of(
                child("Check the credit score", "Users asked to check the credit score.", 300, 1, 0),
                child("Increase the credit limit", "Users asked to increase the credit limit.", 200, 0.9, 0.4),
                child("Report a lost card", "Users asked to report a lost card.", 100, 0.8, 0.6));

        Answer<Label> answer = model.ask(new Question.Rename(children, List.of(), List.of(), List.of(), List.of()));

        assertThat(given(answer).name()).contains("Credit").contains("card");
        assertThat(given(answer).description())
                .isEqualTo(
                        "Users asked to check the credit score, to increase the credit limit, or to report a lost card.");
    }

    @Test
    void proposesAsManyNamesAsWantedAndAssignsToTheNearest() {
        List<Child> children = List.of(
                child("Book a flight", "Users asked to book a flight.", 10, 1, 0),
                child("Cancel a flight", "Users asked to cancel a flight.", 10, 0.99, 0.14),
                child("Find a recipe", "Users asked to find a recipe.", 10, 0, 1),
                child("Cook a recipe", "Users asked to cook a recipe.", 10, 0.14, 0.99));

        assertThat(model.ask(new Question.Propose(children, 2))).isEqualTo(Answer.of(List.of("Flights", "Recipes")));

        List<Candidate> parents =
                List.of(new Candidate("Recipes", new float[] {0, 1}), new Candidate("Flights", new float[] {1, 0}));
        assertThat(model.ask(new Question.Assign(children.getFirst(), parents))).isEqualTo(Answer.of("Flights"));
    }

    @Test
    void mergesProposalsThatAreNearEachOther() {
        List<Candidate> proposals = List.of(
                new Candidate("Flights", new float[] {1, 0}),
                new Candidate("Recipes", new float[] {0, 1}),
                new Candidate("Air travel", new float[] {0.99f, 0.14f}));

        assertThat(model.ask(new Question.Deduplicate(proposals, 2)))
                .isEqualTo(Answer.of(List.of("Flights", "Recipes")));
    }

    private static Child child(String name, String description, long conversations, double x, double y) {
        return new Child(new Label(name, description), conversations, new float[] {(float) x, (float) y});
    }
}

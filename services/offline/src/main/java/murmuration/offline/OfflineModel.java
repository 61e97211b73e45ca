package murmuration.offline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.Facet;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.UnitVectors;

/**
 * Answers by classical language processing: no network, no key, no download, the same answer every time.
 *
 * <p>It never pretends: what it cannot answer it leaves unanswered. Immutable, thread-safe.
 */
public final class OfflineModel implements LanguageModel {
    /** What a word that cluster and parent both name adds to their cosine. */
    private static final double SHARED = 0.3;

    private static final int NAMING_SAMPLE = 400;

    private final Requests requests;
    private final Rating rating;

    private OfflineModel(Set<String> vocabulary) {
        Set<String> shared = Set.copyOf(vocabulary);
        this.requests = new Requests(new PublicWords(shared));
        this.rating = new Rating(shared);
    }

    /**
     * The model for one run.
     *
     * @param vocabulary words, as {@link Words#tokenize} gives them, that enough accounts of the run's frame share; may
     *     be empty
     */
    public static OfflineModel of(Set<String> vocabulary) {
        return new OfflineModel(vocabulary);
    }

    @Override
    public String id() {
        return "offline";
    }

    @Override
    public int namingSample() {
        return NAMING_SAMPLE;
    }

    @Override
    @SuppressWarnings("unchecked") // each case answers with the type of its own question
    public <A> Answer<A> ask(Question<A> question) {
        return (Answer<A>)
                switch (question) {
                    case Question.Facets facets -> facets(facets);
                    case Question.Screen screen -> Answer.missing(EndState.UNANSWERED);
                    case Question.Name name -> given(Naming.name(name));
                    case Question.Propose propose -> Answer.of(proposals(propose));
                    case Question.Deduplicate deduplicate -> Answer.of(merged(deduplicate));
                    case Question.Assign assign -> Answer.of(nearest(assign));
                    case Question.Rename rename -> given(Parents.label(rename.children(), rename.avoid()));
                    case Question.Audit audit -> Answer.of(rating.of(audit.text()));
                };
    }

    private Answer<Map<String, List<String>>> facets(Question.Facets question) {
        Map<String, List<String>> values = new HashMap<>();
        for (Facet facet : question.facets()) {
            if (facet.id().equals("request") || facet.id().equals("task")) {
                Optional<String> request = requests.of(question.conversation().turns());
                if (request.isEmpty()) {
                    return Answer.missing(EndState.UNANSWERED);
                }
                values.put(facet.id(), List.of(request.get()));
            } else if (facet.id().equals("language")) {
                values.put(facet.id(), Languages.of(question.conversation().turns()));
            } else {
                values.put(facet.id(), List.of());
            }
        }
        return Answer.of(values);
    }

    private static <A> Answer<A> given(Optional<A> answer) {
        return answer.map(Answer::of).orElseGet(() -> Answer.missing(EndState.UNANSWERED));
    }

    private static List<String> proposals(Question.Propose question) {
        List<Question.Child> clusters = question.clusters();
        return Vectors.groups(clusters.stream().map(Question.Child::vector).toList(), question.wanted()).stream()
                .map(group -> group.stream().map(clusters::get).toList())
                .flatMap(group -> Parents.name(group, List.of()).stream())
                .distinct()
                .toList();
    }

    /** Of proposals that are near each other the one nearest to all of them. */
    private static List<String> merged(Question.Deduplicate question) {
        List<Question.Candidate> proposals = question.proposals();
        List<float[]> vectors =
                proposals.stream().map(Question.Candidate::vector).toList();
        return Vectors.groups(vectors, question.wanted()).stream()
                .map(group -> proposals.get(Vectors.central(group, vectors)).name())
                .toList();
    }

    /**
     * The nearest parent; one that names what the cluster names is nearer. A parent's name lists what its children are
     * about, and the vector of a list is near to none of its items.
     */
    private static String nearest(Question.Assign question) {
        Set<String> named = Words.contentStems(question.cluster().label().name());
        String best = "";
        double most = Double.NEGATIVE_INFINITY;
        for (Question.Candidate parent : question.parents()) {
            Set<String> shared = new HashSet<>(Words.contentStems(parent.name()));
            shared.retainAll(named);
            double near =
                    UnitVectors.cosine(question.cluster().vector(), parent.vector()) + (shared.isEmpty() ? 0 : SHARED);
            if (near > most) {
                most = near;
                best = parent.name();
            }
        }
        return best;
    }
}

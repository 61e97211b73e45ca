package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Child;
import murmuration.core.Question.Label;
import murmuration.core.Summary;

/**
 * A model that does by plain rules what a good one would: names by the commonest words, parents by the first word of their
 * children's names. Each purpose may be scripted otherwise; what it was asked is kept.
 */
final class ScriptedModel implements LanguageModel {
    final List<Question<?>> asked = Collections.synchronizedList(new ArrayList<>());
    Function<Question.Name, Answer<Label>> name = question -> Answer.of(commonest(question.inside()));
    Function<Question.Rename, Answer<Label>> rename = question -> Answer.of(shared(question.children()));
    Function<Question.Propose, Answer<List<String>>> propose = question -> Answer.of(firstWords(question.clusters()));
    Function<Question.Deduplicate, Answer<List<String>>> deduplicate = question ->
            Answer.of(question.proposals().stream().map(Candidate::name).toList());
    Function<Question.Assign, Answer<String>> assign = question -> Answer.of(firstWord(question.cluster()));
    int sample = 50;
    int failAfter = Integer.MAX_VALUE;

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public int namingSample() {
        return sample;
    }

    @Override
    @SuppressWarnings("unchecked") // each case answers with the type of its own question
    public <A> Answer<A> ask(Question<A> question) {
        asked.add(question);
        if (asked.size() > failAfter) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "scripted outage");
        }
        return (Answer<A>)
                switch (question) {
                    case Question.Name q -> name.apply(q);
                    case Question.Rename q -> rename.apply(q);
                    case Question.Propose q -> propose.apply(q);
                    case Question.Deduplicate q -> deduplicate.apply(q);
                    case Question.Assign q -> assign.apply(q);
                    case Question.Facets q -> Answer.missing(EndState.UNANSWERED);
                    case Question.Screen q -> Answer.missing(EndState.UNANSWERED);
                    case Question.Audit q -> Answer.missing(EndState.UNANSWERED);
                };
    }

    <Q> List<Q> asked(Class<Q> purpose) {
        return asked.stream().filter(purpose::isInstance).map(purpose::cast).toList();
    }

    static String firstWord(Child child) {
        return child.label().name().split(" ")[0];
    }

    private static List<String> firstWords(List<Child> children) {
        return children.stream().map(ScriptedModel::firstWord).distinct().toList();
    }

    private static Label shared(List<Child> children) {
        return new Label("All about " + firstWord(children.getFirst()), "Users asked about it.");
    }

    /** The two commonest words. */
    private static Label commonest(List<Summary> summaries) {
        Map<String, Long> counts = summaries.stream()
                .flatMap(summary -> List.of(summary.text().split(" ")).stream())
                .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
        String name = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(2)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
        return new Label(name, "Users asked about " + name + ".");
    }
}

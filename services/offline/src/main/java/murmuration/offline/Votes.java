package murmuration.offline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import murmuration.core.Summary;

/**
 * Which summaries hold which stems. A claim is supported as the review counts it: an account has one vote and so has a
 * text, and a summary supports a claim whose every content stem it holds.
 */
final class Votes {
    private final Map<String, BitSet> holders = new HashMap<>();
    private final List<Integer> accounts = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final int voters;

    Votes(List<Summary> summaries) {
        for (Summary summary : summaries) {
            int index = texts.size();
            texts.add(String.join(" ", Words.tokenize(summary.text())));
            accounts.add(summary.account());
            for (String stem : Words.contentStems(summary.text())) {
                holders.computeIfAbsent(stem, s -> new BitSet()).set(index);
            }
        }
        voters = new HashSet<>(accounts).size();
    }

    /** Distinct accounts. */
    int voters() {
        return voters;
    }

    /** The summaries that hold every one of these stems; all of them for none. */
    BitSet holding(Collection<String> stems) {
        BitSet all = new BitSet(texts.size());
        all.set(0, texts.size());
        stems.forEach(stem -> all.and(holders.getOrDefault(stem, new BitSet())));
        return all;
    }

    /** How many accounts support a claim of these stems. */
    int support(Collection<String> stems) {
        Set<Integer> voted = new HashSet<>();
        Set<String> said = new HashSet<>();
        holding(stems).stream().forEach(i -> {
            if (!voted.contains(accounts.get(i)) && !said.contains(texts.get(i))) {
                voted.add(accounts.get(i));
                said.add(texts.get(i));
            }
        });
        return voted.size();
    }

    /** The share of summaries that hold every one of these stems. */
    double share(Collection<String> stems) {
        return share(holding(stems));
    }

    /** The share of all summaries that these are. */
    double share(BitSet summaries) {
        return texts.isEmpty() ? 0 : (double) summaries.cardinality() / texts.size();
    }
}

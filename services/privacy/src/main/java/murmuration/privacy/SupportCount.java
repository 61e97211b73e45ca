package murmuration.privacy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import murmuration.offline.Words;

/**
 * Counts, while a cluster's summaries pass by, how many accounts hold each claim. An account has one vote a claim, and so
 * has a text: equal summaries of several accounts count once, since that is what planted ones look like. Nearness of
 * embeddings never supports anything.
 */
final class SupportCount {
    private final List<Tally> tallies = new ArrayList<>();
    private final Set<UUID> accounts = new HashSet<>();
    private long conversations;

    SupportCount(List<Claims.Claim> claims, ToIntFunction<Claims.Claim> needed) {
        claims.forEach(claim -> tallies.add(new Tally(claim, needed.applyAsInt(claim))));
    }

    private static final class Tally {
        private final Claims.Claim claim;
        private final int needed;
        private final Set<UUID> accounts = new HashSet<>();
        private final Set<String> texts = new HashSet<>();

        Tally(Claims.Claim claim, int needed) {
            this.claim = claim;
            this.needed = needed;
        }

        boolean stands() {
            return accounts.size() >= needed;
        }

        void vote(UUID account, String text, Set<String> stems) {
            if (!accounts.contains(account) && !texts.contains(text) && stems.containsAll(claim.stems())) {
                accounts.add(account);
                texts.add(text);
            }
        }
    }

    /** One summary of an original member. */
    void add(UUID account, String summary) {
        conversations++;
        accounts.add(account);
        if (tallies.stream().allMatch(Tally::stands)) {
            return;
        }
        String text = String.join(" ", Words.tokenize(summary));
        Set<String> stems = Words.contentStems(summary);
        for (Tally tally : tallies) {
            if (!tally.stands()) {
                tally.vote(account, text, stems);
            }
        }
    }

    Group members() {
        return new Group(conversations, accounts.size());
    }

    /** The claims that too few accounts hold, as they are written. */
    List<String> unsupported() {
        return tallies.stream()
                .filter(tally -> !tally.stands())
                .map(tally -> tally.claim.text())
                .toList();
    }
}

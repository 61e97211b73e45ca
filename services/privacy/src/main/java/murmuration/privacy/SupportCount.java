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
 * has a text: summaries of several accounts that are nearly the same count once, since that is what planted ones look like.
 * Nearness of embeddings never supports anything.
 */
final class SupportCount {
    /** Nearly the same are two texts of which so many eighths of the longer one's words are shared. */
    private static final int SAME_EIGHTHS = 7;

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
        private final List<Set<String>> texts = new ArrayList<>();

        Tally(Claims.Claim claim, int needed) {
            this.claim = claim;
            this.needed = needed;
        }

        boolean stands() {
            return accounts.size() >= needed;
        }

        void vote(UUID account, Set<String> words, Set<String> stems) {
            if (!accounts.contains(account)
                    && stems.containsAll(claim.stems())
                    && texts.stream().noneMatch(text -> areNearlySame(text, words))) {
                accounts.add(account);
                texts.add(words);
            }
        }
    }

    /** Below eight words only texts of the same words are. */
    private static boolean areNearlySame(Set<String> one, Set<String> other) {
        int longer = Math.max(one.size(), other.size());
        if (8 * Math.min(one.size(), other.size()) < SAME_EIGHTHS * longer) {
            return false;
        }
        long shared = one.stream().filter(other::contains).count();
        return 8 * shared >= SAME_EIGHTHS * (long) longer;
    }

    /** One summary of an original member. */
    void add(UUID account, String summary) {
        conversations++;
        accounts.add(account);
        if (tallies.stream().allMatch(Tally::stands)) {
            return;
        }
        Set<String> words = Set.copyOf(Words.tokenize(summary));
        Set<String> stems = Claims.held(summary, words);
        for (Tally tally : tallies) {
            if (!tally.stands()) {
                tally.vote(account, words, stems);
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

package murmuration.extraction;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import murmuration.core.AccountId;
import murmuration.core.Digest;

/**
 * The words that at least so many accounts use. Exact, in bounded memory: when too many different words are at hand, half
 * of them (by a hash) are left for another pass over the conversations.
 */
final class Vocabulary {
    private static final int WORDS_AT_HAND = 1_000_000;
    private static final int MAX_WORD_LENGTH = 64;
    // no account is listed any more where there were enough
    private static final long[] ENOUGH = {};

    private final int accounts;
    private final int wordsAtHand;
    private final SortedSet<String> found = new TreeSet<>();
    private final Deque<Part> parts = new ArrayDeque<>();
    private Map<String, long[]> users = new HashMap<>();
    private Part part = new Part(0, 0);

    /** The words whose hash begins with these bits. */
    private record Part(int prefix, int bits) {
        boolean holds(String word) {
            int hash = word.hashCode() * 0x9E3779B9;
            return bits == 0 || (hash >>> (Integer.SIZE - bits)) == prefix;
        }
    }

    /** What an account said in one conversation. */
    record Said(AccountId account, Set<String> words) {}

    Vocabulary(int accounts) {
        this(accounts, WORDS_AT_HAND);
    }

    Vocabulary(int accounts, int wordsAtHand) {
        this.accounts = accounts;
        this.wordsAtHand = wordsAtHand;
    }

    /** Counts; the pass gives everything that was said to whom it is handed, in any order, as often as it is asked. */
    SortedSet<String> count(Consumer<Consumer<Said>> pass) {
        parts.add(part);
        while (!parts.isEmpty()) {
            part = parts.pop();
            users = new HashMap<>();
            pass.accept(this::add);
            users.forEach((word, who) -> {
                if (who.length == 0) {
                    found.add(word);
                }
            });
        }
        return found;
    }

    /** The digest of a vocabulary. */
    static String digest(SortedSet<String> words) {
        Digest digest = new Digest();
        words.forEach(digest::add);
        return digest.hex();
    }

    private synchronized void add(Said said) {
        long account = said.account().value().getMostSignificantBits();
        for (String word : said.words()) {
            if (word.length() <= MAX_WORD_LENGTH && part.holds(word)) {
                users.merge(word, new long[] {account}, this::joined);
            }
        }
        while (users.size() > wordsAtHand && part.bits() < Integer.SIZE - 1) {
            halve();
        }
    }

    private long[] joined(long[] known, long[] one) {
        if (known.length == 0) {
            return ENOUGH;
        }
        for (long account : known) {
            if (account == one[0]) {
                return known;
            }
        }
        if (known.length + 1 >= accounts) {
            return ENOUGH;
        }
        long[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = one[0];
        return more;
    }

    private void halve() {
        parts.push(new Part(part.prefix() * 2 + 1, part.bits() + 1));
        part = new Part(part.prefix() * 2, part.bits() + 1);
        Set<String> later = new HashSet<>();
        for (String word : users.keySet()) {
            if (!part.holds(word)) {
                later.add(word);
            }
        }
        users.keySet().removeAll(later);
    }
}

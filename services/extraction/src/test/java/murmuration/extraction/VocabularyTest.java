package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import murmuration.core.AccountId;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void aWordCountsOnceForEachAccount() {
        List<Vocabulary.Said> said = List.of(
                said(1, "book", "rare"), said(1, "book", "rare"), said(1, "rare"), said(2, "book"), said(3, "book"));
        assertThat(new Vocabulary(3).count(said::forEach)).containsExactly("book");
        assertThat(new Vocabulary(2).count(said::forEach)).containsExactly("book");
    }

    @Test
    void isTheSameInPartsAndInAnyOrder() {
        Random random = new Random(5);
        List<Vocabulary.Said> said = new ArrayList<>();
        TreeMap<String, Set<Integer>> naive = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            int account = random.nextInt(500);
            String word = "w" + (int) Math.exp(random.nextDouble() * 9);
            said.add(said(account, word));
            naive.computeIfAbsent(word, any -> new TreeSet<>()).add(account);
        }
        naive.values().removeIf(accounts -> accounts.size() < 5);

        assertThat(new Vocabulary(5).count(said::forEach)).isEqualTo(naive.keySet());
        Collections.shuffle(said, random);
        assertThat(new Vocabulary(5, 300).count(said::forEach)).isEqualTo(naive.keySet());
    }

    private static Vocabulary.Said said(long account, String... words) {
        return new Vocabulary.Said(new AccountId(new UUID(account, 0)), new TreeSet<>(Arrays.asList(words)));
    }
}

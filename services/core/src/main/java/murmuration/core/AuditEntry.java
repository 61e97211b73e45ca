package murmuration.core;

import static murmuration.core.MurmurationException.require;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of one action: ids, digests and counts. No content, and no name that a person gave to anything,
 * has a place in it.
 *
 * @param who asked for it; empty where a process did it by itself
 * @param digests by our own short words, in hexadecimal
 * @param counts by our own short words
 */
public record AuditEntry(
        String who,
        AuditAction what,
        @Nullable UUID dataset,
        @Nullable UUID run,
        SortedMap<String, String> digests,
        SortedMap<String, Long> counts) {
    private static final int LONGEST_WHO = 200;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.]{1,80}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,128}");

    public AuditEntry {
        require(
                who.length() <= LONGEST_WHO && who.chars().noneMatch(Character::isISOControl),
                "who asks is one line of at most %d characters",
                LONGEST_WHO);
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        digests.forEach((word, digest) -> {
            requireWord(word);
            require(HEX.matcher(digest).matches(), "%s is no digest in hexadecimal", word);
        });
        counts.keySet().forEach(AuditEntry::requireWord);
    }

    /** That a process did this by itself. */
    public static AuditEntry of(AuditAction what) {
        return by("", what);
    }

    /** That somebody asked for this. */
    public static AuditEntry by(String who, AuditAction what) {
        return new AuditEntry(who, what, null, null, Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    /** The same on a data set. */
    public AuditEntry dataset(UUID id) {
        return new AuditEntry(who, what, id, run, digests, counts);
    }

    /** The same on a run. */
    public AuditEntry run(UUID id) {
        return new AuditEntry(who, what, dataset, id, digests, counts);
    }

    /** The same on a run. */
    public AuditEntry run(RunKey key) {
        return run(UUID.fromString(key.runId()));
    }

    /** The same with one digest more; none where it is empty. */
    public AuditEntry digest(String word, String hex) {
        SortedMap<String, String> more = new TreeMap<>(digests);
        if (!hex.isEmpty()) {
            more.put(word, hex);
        }
        return new AuditEntry(who, what, dataset, run, more, counts);
    }

    /** The same with one count more. */
    public AuditEntry count(String word, long count) {
        SortedMap<String, Long> more = new TreeMap<>(counts);
        more.put(word, count);
        return new AuditEntry(who, what, dataset, run, digests, more);
    }

    /**
     * The same with how much was removed where, up to the next ten, from a thousand on to the next fifty: exact, it would
     * tell of what a published coverage merges.
     */
    public AuditEntry removed(Map<String, Long> items) {
        AuditEntry entry = this;
        for (Map.Entry<String, Long> each : items.entrySet()) {
            long step = each.getValue() < 1_000 ? 10 : 50;
            entry = entry.count(each.getKey(), (each.getValue() + step - 1) / step * step);
        }
        return entry;
    }

    private static void requireWord(String word) {
        require(WORD.matcher(word).matches(), "a digest or count is named by 1 to 80 letters, digits, _ and .");
    }
}

package murmuration.extraction.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.extraction.shards.LongCounts;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.ShardWriter;
import murmuration.extraction.source.Rule;
import murmuration.extraction.source.Source;
import org.jspecify.annotations.Nullable;

/** Counts what an import reads, file by file, and knows which conversations it has seen. */
final class Tally {
    private static final int FAULTS_SHOWN = 20;

    private final LongCounts seen = new LongCounts();
    private final LongCounts accounts = new LongCounts();
    private final SortedMap<String, Long> quarantined = new TreeMap<>();
    private final SortedMap<String, Long> formats = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final int files;
    private int file;
    private String format = "";
    private String unit = "";
    private long bytes;
    private long before;
    private long conversations;
    private long withoutAccount;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /** @param files how many will be read */
    Tally(int files) {
        this.files = files;
    }

    /** What follows is read from this source. */
    void begin(Source source) {
        file++;
        format = source.format();
        unit = source.unit();
        before = conversations;
    }

    /** The source has been read to its end. */
    void end(Source source) {
        formats.merge(format, conversations - before, Long::sum);
        bytes += source.bytesRead();
    }

    /** Number of the file that is being read, from 1. */
    int file() {
        return file;
    }

    /** Format of the file that is being read. */
    String format() {
        return format;
    }

    /** Whether a conversation of this id came before. */
    boolean isRepeated(Parsed.Taken record) {
        return seen.increment(record.id().value().getMostSignificantBits()) > 1;
    }

    void take(Parsed.Taken record) {
        conversations++;
        if (record.account() == null) {
            withoutAccount++;
        } else {
            accounts.increment(record.account().value().getMostSignificantBits());
        }
        extend(record.startedAt());
        extend(record.endedAt());
    }

    private void extend(@Nullable Instant time) {
        if (time != null) {
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
        }
    }

    void quarantine(long number, Rule rule) {
        quarantined.merge(rule.text(), 1L, Long::sum);
        if (faults.size() < FAULTS_SHOWN) {
            String place = files == 1 ? "" : "file " + file + ", ";
            faults.add(place + unit + " " + number + ": " + rule.text());
        }
    }

    long conversations() {
        return conversations;
    }

    /** The first faults in a sentence's part, for a source of which nothing could be taken. */
    String firstFaults() {
        return String.join("; ", faults.subList(0, Math.min(3, faults.size())));
    }

    Imported result(List<ShardRef> shards) {
        return new Imported(
                ShardWriter.digest(shards),
                conversations,
                shards.size(),
                accounts.size(),
                withoutAccount,
                formats,
                quarantined,
                first,
                last,
                bytes,
                List.copyOf(faults));
    }
}

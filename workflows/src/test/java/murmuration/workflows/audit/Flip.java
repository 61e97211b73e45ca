package murmuration.workflows.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One bit of one byte of a row turned over, and turned back. @param found the record that it is found at */
record Flip(String sql, String undo, long found) {

    /** A flip of each byte of each column of a record's row. */
    static List<Flip> of(AuditRecord record) {
        List<Flip> flips = new ArrayList<>();
        AuditRecord.Content content = record.content();
        long sequence = record.sequence();
        text(flips, sequence, "tenant", TestAudit.TENANT);
        text(flips, sequence, "process", content.process());
        text(flips, sequence, "who", content.who());
        text(flips, sequence, "what", content.what());
        text(flips, sequence, "digests", content.digests());
        text(flips, sequence, "counts", content.counts());
        text(flips, sequence, "hash", record.hash());
        uuid(flips, sequence, "dataset_id", UUID.fromString(content.dataset()));
        uuid(flips, sequence, "run_id", UUID.fromString(content.run()));
        for (int bit = 0; bit < 40; bit += 8) {
            long micros = 1L << bit;
            flips.add(set(
                    sequence,
                    "at = at + interval '" + micros + " microseconds'",
                    "at = at - interval '" + micros + " microseconds'"));
        }
        flips.add(set(sequence, "at = 'infinity'", "at = '" + content.at() + "'"));
        for (int bit = 4; bit < 62; bit += 8) {
            long other = sequence ^ (1L << bit);
            flips.add(new Flip(
                    "UPDATE runs.audit SET sequence = " + other + " WHERE sequence = " + sequence,
                    "UPDATE runs.audit SET sequence = " + sequence + " WHERE sequence = " + other,
                    // higher: it is missed where it was
                    sequence));
        }
        return flips;
    }

    private static void text(List<Flip> flips, long sequence, String column, String value) {
        for (int i = 0; i < value.length(); i++) {
            String bad = value.substring(0, i) + (char) (value.charAt(i) ^ 1) + value.substring(i + 1);
            flips.add(set(sequence, column + " = '" + bad + "'", column + " = '" + value + "'"));
        }
    }

    private static void uuid(List<Flip> flips, long sequence, String column, UUID value) {
        for (int shift = 0; shift < 64; shift += 8) {
            UUID high = new UUID(value.getMostSignificantBits() ^ (1L << shift), value.getLeastSignificantBits());
            UUID low = new UUID(value.getMostSignificantBits(), value.getLeastSignificantBits() ^ (1L << shift));
            for (UUID bad : List.of(high, low)) {
                flips.add(set(sequence, column + " = '" + bad + "'", column + " = '" + value + "'"));
            }
        }
    }

    private static Flip set(long sequence, String change, String undo) {
        String row = " WHERE sequence = " + sequence;
        return new Flip("UPDATE runs.audit SET " + change + row, "UPDATE runs.audit SET " + undo + row, sequence);
    }
}

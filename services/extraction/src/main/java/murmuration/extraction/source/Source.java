package murmuration.extraction.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** A file of conversations that is being read, record by record, in memory that does not grow with it. */
public final class Source implements AutoCloseable {
    /** How many records are looked at before a file counts as something else. */
    private static final int LOOKED_AT = 100;

    private static final int PEEK = 4096;

    private final DecodedStream stream;
    private final Records records;
    private final Reading reading;
    private final Format format;

    private Source(DecodedStream stream, Records records, Reading reading, Format format) {
        this.stream = stream;
        this.records = records;
        this.reading = reading;
        this.format = format;
    }

    /** Opens a file and finds out its format; refuses one that does not hold conversations. */
    public static Source open(SourceFile file, Reading reading) throws IOException {
        Format format = format(file, reading);
        DecodedStream stream = DecodedStream.open(file);
        try {
            return new Source(stream, records(stream, file.name(), reading), reading, format);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** The next record, or none at the end. */
    public Optional<Raw> next() throws IOException {
        return records.next();
    }

    /** A reader of its records, for one thread. */
    public RecordReader reader() {
        return new RecordReader(reading, format);
    }

    /** The format's name. */
    public String format() {
        return format.id();
    }

    /** What the records' numbers count: {@code line} or {@code record}. */
    public String unit() {
        return records.unit();
    }

    /** Bytes read so far, decompressed. */
    public long bytesRead() {
        return stream.count();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static Format format(SourceFile file, Reading reading) throws IOException {
        if (!reading.format().equals(Reading.AUTO)) {
            return Format.named(reading.format())
                    .orElseThrow(() -> new MurmurationException(
                            ErrorCode.INVALID_REQUEST,
                            "no such format; there are auto and "
                                    + Format.ALL.stream().map(Format::id).toList()));
        }
        String name = file.name();
        try (DecodedStream stream = DecodedStream.open(file)) {
            Records records = records(stream, name, reading);
            Raw first = null;
            int looked = 0;
            for (Optional<Raw> raw = records.next(); raw.isPresent() && looked < LOOKED_AT; raw = records.next()) {
                Optional<Format> format = Format.of(RecordReader.keys(raw.get(), reading));
                if (format.isPresent()) {
                    return format.get();
                }
                first = looked++ == 0 ? raw.get() : first;
            }
            throw first == null
                    ? Unreadable.notConversations(name, "the file is empty")
                    : unrecognized(name, looked, records.unit() + " " + first.number(), fault(first, reading));
        }
    }

    /** What is wrong with a record that is of no format. */
    private static Rule fault(Raw raw, Reading reading) {
        return new RecordReader(reading, Format.ALL.getFirst())
                .read(raw)
                .fault()
                .orElse(Rule.NO_MESSAGES);
    }

    private static MurmurationException unrecognized(String name, int looked, String place, Rule fault) {
        if (fault.equals(Rule.MALFORMED_UTF8)) {
            return Unreadable.encoded(name, "not UTF-8 (" + place + ")", "LATIN1");
        }
        String none = looked == 1
                ? "its first record is no conversation"
                : "none of its first " + looked + " records is a conversation";
        return Unreadable.notConversations(name, none + " (" + place + ": " + fault.text() + ")");
    }

    private static Records records(DecodedStream stream, String name, Reading reading) throws IOException {
        InputStream in = new BufferedInputStream(stream, 1 << 16);
        in.mark(PEEK);
        byte[] peek = in.readNBytes(PEEK);
        in.reset();
        Encoding.check(peek, name);
        int start = Encoding.bomLength(peek);
        in.skipNBytes(start);
        while (start < peek.length && Character.isWhitespace(peek[start])) {
            start++;
        }
        boolean array = start < peek.length && peek[start] == '[';
        return array ? new Elements(in, reading.maxRecordBytes()) : new Lines(in, reading.maxRecordBytes());
    }
}

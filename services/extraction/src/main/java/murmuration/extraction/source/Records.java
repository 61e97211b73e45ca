package murmuration.extraction.source;

import java.io.IOException;
import java.util.Optional;

/** Splits a stream into records without knowing what is in them; holds at most one record. */
interface Records {
    /** The next record, or none at the end. */
    Optional<Raw> next() throws IOException;

    /** What its numbers count: {@code line} or {@code record}. */
    String unit();
}

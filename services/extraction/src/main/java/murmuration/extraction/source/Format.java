package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A shape in which conversations come, one a record. */
sealed interface Format permits Canonical, Shared, WildChat, Lmsys, ShareGpt, OpenAi {
    /** Every format, in the order in which they are tried on a record: the more telling first. */
    List<Format> ALL =
            List.of(new Canonical(), new WildChat(), new Lmsys(), new ShareGpt(), new Shared(), new OpenAi());

    /** Its name, as requests give it and counts show it. */
    String id();

    /** Whether a record with these keys is of this format. */
    boolean fits(Set<String> keys);

    /** Reads the value of one of the record's fields, whole; the parser stands on its first token. */
    void read(String field, JsonParser json, Draft draft) throws IOException;

    /** The format of this name. */
    static Optional<Format> named(String id) {
        return ALL.stream().filter(format -> format.id().equals(id)).findFirst();
    }

    /** The first format that a record with these keys fits. */
    static Optional<Format> of(Set<String> keys) {
        return ALL.stream().filter(format -> format.fits(keys)).findFirst();
    }
}

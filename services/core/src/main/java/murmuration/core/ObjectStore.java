package murmuration.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Keeps raw conversations: objects under {@link ObjectKeys keys}, each of which names its tenant. Only extraction has one.
 *
 * <p>A store that is away throws {@link ErrorCode#UNAVAILABLE} or an {@link IOException}: the same call may succeed later.
 */
public interface ObjectStore {
    /** Writes an object; readers see the old one or the whole new one, never a part. */
    void put(String key, Writer content) throws IOException;

    /** Opens an object, to be read at any pace; throws {@link java.nio.file.NoSuchFileException} where there is none. */
    InputStream open(String key) throws IOException;

    /** Whether there is such an object. */
    boolean has(String key) throws IOException;

    /** All keys that begin with the prefix, in order. */
    List<String> list(String prefix) throws IOException;

    /**
     * Deletes every object whose key begins with the prefix, and whatever else the store holds of them: former versions,
     * unfinished writes; answers how many objects there were.
     */
    int deleteAll(String prefix) throws IOException;

    /**
     * Deletes what the store holds of writes that have not ended, and that began or last went on before this moment: their
     * process has died.
     */
    void deleteUnfinished(Instant before) throws IOException;

    /** Writes an object's bytes. */
    @FunctionalInterface
    interface Writer {
        /** Writes all of them; the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }
}

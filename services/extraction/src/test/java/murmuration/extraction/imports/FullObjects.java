package murmuration.extraction.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import murmuration.core.ObjectStore;
import murmuration.runtime.FolderObjects;

/** A folder of objects on a disk that has room for so many. */
final class FullObjects implements ObjectStore {
    private final ObjectStore folder;
    private int room;

    FullObjects(Path folder, int room) {
        this.folder = new FolderObjects(folder);
        this.room = room;
    }

    @Override
    public void put(String key, Writer content) throws IOException {
        if (room-- <= 0) {
            throw new IOException("No space left on device");
        }
        folder.put(key, content);
    }

    @Override
    public InputStream open(String key) throws IOException {
        return folder.open(key);
    }

    @Override
    public boolean has(String key) throws IOException {
        return folder.has(key);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        return folder.list(prefix);
    }

    @Override
    public int deleteAll(String prefix) throws IOException {
        return folder.deleteAll(prefix);
    }

    @Override
    public void deleteUnfinished(Instant before) throws IOException {
        folder.deleteUnfinished(before);
    }
}

package murmuration.extraction.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import murmuration.core.ObjectStore;
import murmuration.extraction.shards.DatasetKey;
import murmuration.runtime.Json;

/** Remembers what an import made: a finished import is found, not repeated. */
public final class ImportResults {
    private final ObjectStore objects;

    /** Results beside the shards. */
    public ImportResults(ObjectStore objects) {
        this.objects = objects;
    }

    Optional<Imported> find(DatasetKey dataset) throws IOException {
        try (InputStream in = objects.open(key(dataset))) {
            return Optional.of(Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Imported.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void put(DatasetKey dataset, Imported imported) throws IOException {
        byte[] json = Json.write(imported).getBytes(StandardCharsets.UTF_8);
        objects.put(key(dataset), out -> out.write(json));
    }

    /** Forgets a data set; answers how many objects there were. */
    public int delete(DatasetKey dataset) throws IOException {
        return objects.deleteAll(key(dataset));
    }

    private static String key(DatasetKey dataset) {
        return "imports/" + dataset.tenant() + "/" + dataset.id() + ".json";
    }
}

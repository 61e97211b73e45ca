package murmuration.extraction.imports;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.source.SourceFile;
import murmuration.runtime.Ids;

/**
 * Files that were sent for an import and wait for it, among the objects: whichever process imports finds them. An import
 * takes them away.
 */
public final class Uploads {
    static final String DIGEST = "digest";

    private static final String SCHEME = "upload:";
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final ObjectStore objects;

    /** Uploads among these objects. */
    public Uploads(ObjectStore objects) {
        this.objects = objects;
    }

    /** Whether this uri is an upload's. */
    static boolean isUpload(String uri) {
        return uri.startsWith(SCHEME);
    }

    /** Begins an upload; what was begun a day ago and never imported goes. */
    public Upload begin(String tenant) {
        try {
            forgetOld(tenant);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "former uploads cannot be removed", e);
        }
        String uri = SCHEME + Ids.uuid7();
        return new Upload(objects, uri, prefix(tenant, uri));
    }

    /** The staged files of this uri, in the order in which they were sent. */
    List<SourceFile> find(String tenant, String uri) {
        String prefix = prefix(tenant, uri);
        Map<String, List<String>> files = keys(prefix).stream()
                .filter(key -> key.indexOf('/', prefix.length()) > 0)
                .collect(Collectors.groupingBy(
                        key -> key.substring(prefix.length(), key.lastIndexOf('/')),
                        TreeMap::new,
                        Collectors.toList()));
        List<SourceFile> found = new ArrayList<>();
        files.forEach((numbered, parts) -> found.add(
                new SourceFile(numbered.substring(numbered.indexOf('-') + 1), () -> new Parts(objects, parts))));
        // after the list: what is being removed loses this first
        digest(tenant, uri);
        if (found.isEmpty()) {
            throw gone();
        }
        return found;
    }

    /** SHA-256 of what was staged: of each file's, in their order. */
    String digest(String tenant, String uri) {
        try (InputStream in = objects.open(prefix(tenant, uri) + DIGEST)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw gone();
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be read", e);
        }
    }

    /** Removes what was staged and will not be imported. */
    public void discard(String tenant, String uri) {
        require(isUpload(uri), "not an upload");
        try {
            remove(tenant, uri);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be removed", e);
        }
    }

    /** Removes what was staged after its import. */
    void remove(String tenant, String uri) throws IOException {
        String prefix = prefix(tenant, uri);
        objects.deleteAll(prefix + DIGEST);
        objects.deleteAll(prefix);
    }

    private void forgetOld(String tenant) throws IOException {
        long limit = Instant.now().minus(FORGOTTEN_AFTER).toEpochMilli();
        String all = prefix(tenant);
        List<String> old = keys(all).stream()
                .map(key -> key.substring(all.length()).split("/", 2)[0])
                .distinct()
                .filter(id -> isBefore(limit, id))
                .toList();
        for (String id : old) {
            objects.deleteAll(all + id + "/");
        }
    }

    /** What is no upload is left alone. */
    private static boolean isBefore(long limit, String id) {
        try {
            return Ids.millis(UUID.fromString(id)) < limit;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<String> keys(String prefix) {
        try {
            return objects.list(prefix);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "uploads cannot be listed", e);
        }
    }

    private static String prefix(String tenant, String uri) {
        try {
            return prefix(tenant) + UUID.fromString(uri.substring(SCHEME.length())) + "/";
        } catch (IllegalArgumentException e) {
            throw gone();
        }
    }

    private static String prefix(String tenant) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        return "uploads/" + tenant + "/";
    }

    private static MurmurationException gone() {
        return new MurmurationException(ErrorCode.NOT_FOUND, "no such upload; uploads are kept for a day");
    }
}

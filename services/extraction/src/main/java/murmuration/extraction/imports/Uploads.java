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
import java.util.Optional;
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

    /** How long an upload may take to be sent, wait for its import and be imported. */
    public static final Duration KEPT = Duration.ofDays(2);

    private static final String SCHEME = "upload:";
    private static final String ALL = "uploads/";

    private final ObjectStore objects;

    /** Uploads among these objects. */
    public Uploads(ObjectStore objects) {
        this.objects = objects;
    }

    /** Whether this uri is an upload's. */
    static boolean isUpload(String uri) {
        return uri.startsWith(SCHEME);
    }

    /** Begins an upload; what was begun so long ago and never imported goes. */
    public Upload begin(String tenant) {
        try {
            forget(prefix(tenant), Instant.now().minus(KEPT));
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
        remove(prefix(tenant, uri));
    }

    private void remove(String prefix) throws IOException {
        objects.deleteAll(prefix + DIGEST);
        objects.deleteAll(prefix);
    }

    /** Removes what any tenant's process began before this moment and nobody has imported. */
    public void forget(Instant before) throws IOException {
        forget(ALL, before);
    }

    private void forget(String among, Instant before) throws IOException {
        List<String> old = keys(among).stream()
                .map(key -> key.split("/", 4))
                .filter(parts -> parts.length == 4
                        && id(parts[2]).filter(id -> isBefore(before, id)).isPresent())
                .map(parts -> ALL + parts[1] + "/" + parts[2] + "/")
                .distinct()
                .toList();
        for (String upload : old) {
            remove(upload);
        }
    }

    private static boolean isBefore(Instant limit, UUID id) {
        return Ids.millis(id) < limit.toEpochMilli();
    }

    private List<String> keys(String prefix) {
        try {
            return objects.list(prefix);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "uploads cannot be listed", e);
        }
    }

    private static String prefix(String tenant, String uri) {
        return prefix(tenant) + staged(uri) + "/";
    }

    private static UUID staged(String uri) {
        return id(uri.substring(SCHEME.length())).orElseThrow(Uploads::gone);
    }

    /** Empty for what is no upload's. */
    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String prefix(String tenant) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        return ALL + tenant + "/";
    }

    private static MurmurationException gone() {
        return new MurmurationException(ErrorCode.NOT_FOUND, "no such upload; uploads are kept for two days");
    }
}

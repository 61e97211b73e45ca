package murmuration.extraction.imports;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.source.SourceFile;

/** Finds the files that a uri means, and nothing outside of the allowed roots, also not through a symbolic link. */
public final class Sources {
    /** In a root's path stands for whoever imports. */
    public static final String TENANT = "{tenant}";

    private static final String MISSING = "there is no such file under the allowed roots";

    private final Uploads uploads;
    private final List<Path> roots;

    /**
     * @param roots folders whose files may be imported; a relative path is looked for in each. With {@link #TENANT} in its path
     *     a root is each tenant's own, without it all tenants'
     */
    public Sources(Uploads uploads, List<Path> roots) {
        this.uploads = uploads;
        this.roots = List.copyOf(roots);
    }

    /** A file under a root, or all that were staged together, in their order. */
    List<SourceFile> find(String tenant, String uri) {
        return Uploads.isUpload(uri) ? uploads.find(tenant, uri) : List.of(SourceFile.of(file(tenant, uri)));
    }

    /** A file under a root. */
    Path file(String tenant, String uri) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        try {
            String path = uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
            boolean missing = false;
            for (Path each : roots) {
                Path root = Path.of(each.toString().replace(TENANT, tenant));
                Path candidate = root.resolve(path);
                if (Files.exists(root) && Files.exists(candidate)) {
                    Path real = candidate.toRealPath();
                    if (real.startsWith(root.toRealPath())) {
                        return regular(real);
                    }
                } else {
                    missing |= candidate.normalize().startsWith(root.normalize());
                }
            }
            if (missing) {
                throw new MurmurationException(ErrorCode.NOT_FOUND, MISSING);
            }
        } catch (InvalidPathException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the source's uri is not a path", e);
        } catch (NoSuchFileException e) {
            throw new MurmurationException(ErrorCode.NOT_FOUND, MISSING, e);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the source cannot be looked up", e);
        }
        throw new MurmurationException(
                ErrorCode.FORBIDDEN,
                "the source is not under an allowed root: move it there, upload it, or add its folder to"
                        + " murmuration.extraction.roots");
    }

    /** Takes away what was staged only for this import. */
    void release(String tenant, String uri) throws IOException {
        if (Uploads.isUpload(uri)) {
            uploads.remove(tenant, uri);
        }
    }

    private static Path regular(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MurmurationException(
                    ErrorCode.UNREADABLE_SOURCE, file.getFileName() + ": it is not a file; name one file");
        }
        return file;
    }
}

package murmuration.extraction.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.DeploymentKey;

/**
 * Tells sources apart: an upload by its bytes, a file under a root by its path, size and time of change, and where the
 * file system has them by its own key (device and inode) and the time of its last change of any kind, which nobody can set
 * back. What comes out is an HMAC under the deployment's key, so that nobody can try out with it what was imported.
 *
 * @param settings others make other data sets of the same source
 */
public record Identities(Sources sources, Uploads uploads, DeploymentKey key, ImportSettings settings) {
    /** The identity of what a uri means now. */
    public String of(String tenant, String uri) {
        String content = Uploads.isUpload(uri) ? uploads.digest(tenant, uri) : state(sources.file(tenant, uri));
        return HexFormat.of().formatHex(key.hmac(tenant, "source", settings + " " + content));
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes state = Files.readAttributes(file, BasicFileAttributes.class);
            return "file " + state.lastModifiedTime() + " " + state.size() + " " + state.fileKey() + " " + changed(file)
                    + " " + file;
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the source cannot be looked up", e);
        }
    }

    /** When its content, name or rights changed last; empty where the file system does not say. */
    private static String changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(file, "unix:ctime"))
                : "";
    }
}

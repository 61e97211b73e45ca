package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;
import murmuration.runtime.Json;

/** A published run as files: the long table, the clusters, the manifest, and a page that needs nothing else. */
final class Export {
    private Export() {}

    /** Makes the folder, so that a run does not end with nowhere to write to. */
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    "cannot write the export to " + folder + ": " + DataFolder.reason(e)
                            + "; choose another folder with --out DIR",
                    e);
        }
    }

    /** Writes a run's files; answers the line that says which. */
    static String write(Api api, String runId, Path folder) {
        String run = "/runs/" + Api.encoded(runId);
        prepare(folder);
        put(folder.resolve("clusters.csv"), api.download(run + "/export?format=csv"));
        put(folder.resolve("clusters.json"), api.download(run + "/export?format=json"));
        // byte for byte, so that its SHA-256 is the one that is recorded
        byte[] manifest = api.download(run + "/manifest");
        put(folder.resolve("manifest.json"), manifest);
        String report = Report.of(
                api.get(run + "/tree"), Json.read(new String(manifest, StandardCharsets.UTF_8), JsonNode.class));
        put(folder.resolve("report.html"), report.getBytes(StandardCharsets.UTF_8));
        return "  export: " + folder.resolve("report.html") + ", clusters.csv, clusters.json, manifest.json";
    }

    /** Writes a file in place of what was there; whoever reads it sees one or the other. */
    private static void put(Path file, byte[] content) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            try {
                Files.write(unfinished, content);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new MurmurationException(
                    Disk.isFull(e) ? ErrorCode.STORAGE_FULL : ErrorCode.INVALID_REQUEST,
                    "cannot write " + file + ": " + DataFolder.reason(e),
                    e);
        }
    }
}

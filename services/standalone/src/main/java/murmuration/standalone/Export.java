package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
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

    /** Writes a run's files, and says which. */
    static void write(Api api, String runId, Path folder, boolean json) {
        String run = "/runs/" + Api.encoded(runId);
        prepare(folder);
        try {
            api.download(run + "/export?format=csv", folder.resolve("clusters.csv"));
            api.download(run + "/export?format=json", folder.resolve("clusters.json"));
            // byte for byte, so that its SHA-256 is the one that is recorded
            api.download(run + "/manifest", folder.resolve("manifest.json"));
            JsonNode manifest = Json.read(Files.readString(folder.resolve("manifest.json")), JsonNode.class);
            Files.writeString(folder.resolve("report.html"), Report.of(api.get(run + "/tree"), manifest));
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.STORAGE_FULL, "cannot write the export to " + folder + ": " + DataFolder.reason(e), e);
        }
        Terminal.onTheWay(json)
                .println("  export: " + folder.resolve("report.html") + ", clusters.csv, clusters.json, manifest.json");
    }
}

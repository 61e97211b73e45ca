package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.DatasetsResource;

/** Brings files into a server as one data set, and waits until it is ready. */
final class Import {
    private final Api api;

    Import(Api api) {
        this.api = api;
    }

    /** A data set's name from its first file's. */
    static String name(List<Path> files) {
        String file = files.getFirst().getFileName().toString();
        int dot = file.indexOf('.', 1);
        return dot < 0 ? file : file.substring(0, dot);
    }

    /** Refuses what is no format or cannot be read as a file, before anything is started for it. */
    static void check(List<Path> files, String format) {
        if (!DatasetsResource.FORMATS.contains(format)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    "--format is one of " + String.join(", ", DatasetsResource.FORMATS) + ", not " + format);
        }
        for (Path file : files) {
            String fault = !Files.exists(file)
                    ? "there is no such file; check the path"
                    : Files.isDirectory(file)
                            ? "it is a folder; name the files in it"
                            : Files.isReadable(file) ? "" : "its permissions do not allow it";
            if (!fault.isEmpty()) {
                throw new MurmurationException(ErrorCode.INVALID_REQUEST, "cannot read " + file + ": " + fault);
            }
        }
    }

    /** What of a data set could not be read, as the end of its line and lines of their own; empty where all could be. */
    static String quarantined(JsonNode dataset) {
        long records = 0;
        for (JsonNode count : dataset.path("quarantined")) {
            records += count.asLong();
        }
        if (records == 0) {
            return "";
        }
        StringBuilder told = new StringBuilder("; ")
                .append(Terminal.number(records))
                .append(records == 1 ? " record is in quarantine:" : " records are in quarantine:");
        for (JsonNode fault : dataset.path("faults")) {
            told.append("\n  ").append(fault.asText());
        }
        return told.toString();
    }

    /** A data set that is ready. @param before whether the same content was there already, so that nothing was done */
    record Ready(JsonNode dataset, boolean before) {}

    /** Uploads, waits, and answers the data set that is ready; throws what the import failed with. */
    Ready files(String name, List<Path> files, List<String> metadataKeys, String format) {
        check(files, format);
        JsonNode dataset = api.upload(name, files, metadataKeys, format);
        boolean before = dataset.path("state").asText().equals("READY");
        while (dataset.path("state").asText().equals("IMPORTING")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(150));
            dataset = api.get("/datasets/" + dataset.path("id").asText());
        }
        if (!dataset.path("state").asText().equals("READY")) {
            throw new MurmurationException(
                    ErrorCode.named(dataset.path("error").path("code").asText()).orElse(ErrorCode.INTERNAL),
                    dataset.path("error").path("message").asText("the import failed"));
        }
        return new Ready(dataset, before);
    }
}

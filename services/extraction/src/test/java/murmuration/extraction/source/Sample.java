package murmuration.extraction.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Writes made-up sources and reads them. */
final class Sample {
    private Sample() {}

    static Reading reading(String format, String... metadataKeys) {
        return new Reading(format, Set.of(metadataKeys), List.of("user", "metadata.user_id"), 1024);
    }

    static List<Draft> drafts(Path folder, byte[] content, Reading reading) throws IOException {
        Path file = Files.write(folder.resolve(UUID.randomUUID().toString()), content);
        return drafts(() -> Files.newInputStream(file), reading);
    }

    /** Every record of a source as a draft. */
    static List<Draft> drafts(SourceFile.Content content, Reading reading) throws IOException {
        List<Draft> drafts = new ArrayList<>();
        try (Source source = Source.open(new SourceFile("sample.jsonl", content), reading)) {
            RecordReader reader = source.reader();
            for (Optional<Raw> raw = source.next(); raw.isPresent(); raw = source.next()) {
                drafts.add(reader.read(raw.get()));
            }
        }
        return drafts;
    }

    static List<Draft> drafts(Path folder, String content) throws IOException {
        return drafts(folder, content.getBytes(StandardCharsets.UTF_8), reading(Reading.AUTO));
    }

    /** What became of each record: its first text, or the rule that it breaks. */
    static List<String> told(List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> draft.fault()
                        .map(Rule::text)
                        .orElseGet(() -> draft.turns().getFirst().text()))
                .toList();
    }

    static String record(String id, String text) {
        return "{\"id\":\"" + id + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}

package murmuration.extraction;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import murmuration.extraction.imports.ImportRequest;

/** Measures the import beside the disk: the same bytes are read by the importer and copied to the disk in the same run. */
final class ImportBench {
    private static final int MEGABYTES = 64;
    private static final List<String> WORDS =
            List.of("write", "please", "table", "query", "travel", "garden", "explain");

    private ImportBench() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("import-bench");
        Path file = folder.resolve("conversations.jsonl");
        write(file);
        Bench bench = new Bench(folder);
        double megabytes = Files.size(file) / 1e6;
        double warm = imported(bench, file);
        double disk = copied(file, folder.resolve("copy"));
        double import1 = imported(bench, file);
        System.out.printf(
                Locale.ROOT,
                "import: %.0f MB/s (first %.0f); the disk, read and forced: %.0f MB/s; share %.0f %%%n",
                megabytes / import1,
                megabytes / warm,
                megabytes / disk,
                100 * disk / import1);
    }

    private static double imported(Bench bench, Path file) {
        long began = System.nanoTime();
        bench.imports().run(new ImportRequest(Bench.dataset(), file.toString(), "auto", List.of()), Bench.SILENT);
        return seconds(began);
    }

    private static double copied(Path file, Path copy) throws IOException {
        long began = System.nanoTime();
        Files.copy(file, copy);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return seconds(began);
    }

    private static void write(Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        try (OutputStream out = Files.newOutputStream(file)) {
            long written = 0;
            for (int i = 0; written < MEGABYTES * 1_000_000L; i++) {
                StringBuilder text = new StringBuilder();
                for (int word = 0; word < 120; word++) {
                    text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
                }
                byte[] line = ("{\"conversation_id\":\"c" + i + "\",\"account_id\":\"a" + random.nextInt(10_000)
                                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}\n")
                        .getBytes(StandardCharsets.UTF_8);
                out.write(line);
                written += line.length;
            }
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

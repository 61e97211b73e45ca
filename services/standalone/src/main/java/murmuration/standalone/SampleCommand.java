package murmuration.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;
import murmuration.standalone.sample.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the made-up sample data with its known topics. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Writes made-up conversations with known topics: the same arguments, the same bytes.")
final class SampleCommand implements Callable<Integer> {
    private static final int FEWEST = 10;

    @Option(
            names = "--conversations",
            paramLabel = "N",
            defaultValue = "2000",
            description = "How many (default: 2000).")
    int conversations = 2000;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "7", description = "Seed (default: 7).")
    long seed = 7;

    @Parameters(paramLabel = "FILE")
    Path file = Path.of("sample.jsonl");

    @Override
    public Integer call() {
        if (conversations < FEWEST) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "--conversations is at least " + FEWEST + ", not " + conversations);
        }
        try {
            Sample.write(conversations, seed, file);
        } catch (IOException e) {
            throw new MurmurationException(
                    Disk.isFull(e) ? ErrorCode.STORAGE_FULL : ErrorCode.INVALID_REQUEST,
                    "cannot write " + file + ": "
                            + (Files.isDirectory(file) ? "it is a folder; name a file" : DataFolder.reason(e)),
                    e);
        }
        return 0;
    }
}

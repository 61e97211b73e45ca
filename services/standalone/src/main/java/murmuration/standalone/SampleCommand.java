package murmuration.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
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
        try {
            Sample.write(conversations, seed, file);
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.STORAGE_FULL,
                    "cannot write " + file + ": " + e.getClass().getSimpleName(),
                    e);
        }
        return 0;
    }
}

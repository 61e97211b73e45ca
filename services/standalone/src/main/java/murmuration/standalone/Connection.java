package murmuration.standalone;

import java.nio.file.Path;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command finds its server: the options that all commands share. */
final class Connection {
    @Option(names = "--data", paramLabel = "DIR", description = "Data folder (default: ~/.local/share/murmuration).")
    @Nullable
    Path data;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A server that runs already (default: the local one).")
    @Nullable
    String server;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    DataFolder folder() {
        Path named = data;
        return new DataFolder(named == null ? DataFolder.usual() : named);
    }

    /** The server that is named, or that holds the data folder; empty where a command must start its own. */
    Optional<String> running() {
        String named = server;
        return named != null ? Optional.of(named) : folder().server();
    }

    /** The API of a server that runs. */
    Api api() {
        return new Api(url());
    }

    /**
     * The same for managing keys: where no key is shown to the server of this machine's data folder, its operator's is, which
     * only the folder's owner can read.
     */
    Api operatorApi() {
        Optional<String> shown = ShownKey.find(System.getenv());
        return new Api(
                url(), shown.isPresent() || server != null ? shown : Optional.of(folder().secret(DataFolder.OPERATOR)));
    }

    private String url() {
        return running()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.UNAVAILABLE,
                        "no server works in " + folder().path()
                                + "; start one with: murmuration serve, or name one with --server URL"));
    }
}

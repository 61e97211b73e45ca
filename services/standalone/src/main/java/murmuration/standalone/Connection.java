package murmuration.standalone;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command finds its server: beside what all commands share, the option of those that do not start one themselves. */
final class Connection extends Local {
    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "A server that runs already (default: the local one).")
    @Nullable
    String server;

    /** The server that is named, or that holds the data folder; empty where a command must start its own. */
    Optional<String> running() {
        String named = server;
        return named != null ? Optional.of(checked(named)) : folder().server();
    }

    /** The address as it is named; refuses one that is no server's, like a host without http:// before it. */
    private static String checked(String named) {
        try {
            URI at = new URI(named);
            boolean web = "http".equalsIgnoreCase(at.getScheme()) || "https".equalsIgnoreCase(at.getScheme());
            if (web && at.getHost() != null) {
                return named;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new MurmurationException(
                ErrorCode.INVALID_REQUEST,
                "--server is a URL, like http://localhost:8080 or https://murmuration.example, not " + named);
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

package murmuration.standalone;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Where a command works and how it answers: the options that all commands share. Subcommands inherit them, so that they count
 * before a subcommand's name as after it.
 */
class Local {
    @Option(
            names = "--data",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "Data folder (default: ~/.local/share/murmuration).")
    @Nullable
    Path data;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    boolean json;

    final DataFolder folder() {
        Path named = data;
        return new DataFolder(named == null ? DataFolder.usual() : named);
    }
}

package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import murmuration.core.Build;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each command says how it is used and which version it is, those within others too. */
class HelpTest {
    @ParameterizedTest
    @MethodSource
    void everyCommandExplainsItself(List<String> command) {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
        List<String> asked = new ArrayList<>(command);
        asked.add("--help");
        assertThat(line.execute(asked.toArray(new String[0]))).isZero();
        assertThat(out.toString()).contains("Usage: murmuration " + String.join(" ", command));
    }

    @Test
    void everyCommandSaysWhichVersionItIs() {
        for (String[] command : new String[][] {{"-V"}, {"analyze", "--version"}, {"runs", "list", "-V"}}) {
            StringWriter out = new StringWriter();
            CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
            assertThat(line.execute(command)).isZero();
            assertThat(out.toString()).startsWith("murmuration " + Build.THIS.version());
        }
    }

    static Stream<List<String>> everyCommandExplainsItself() {
        return within(Main.commandLine(), List.of());
    }

    private static Stream<List<String>> within(CommandLine line, List<String> path) {
        return line.getSubcommands().entrySet().stream().flatMap(each -> {
            List<String> command = new ArrayList<>(path);
            command.add(each.getKey());
            return Stream.concat(Stream.of(command), within(each.getValue(), command));
        });
    }
}

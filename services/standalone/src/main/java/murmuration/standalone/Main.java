package murmuration.standalone;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import murmuration.core.Build;
import murmuration.core.MurmurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code murmuration}. */
@QuarkusMain
@Command(
        name = "murmuration",
        mixinStandardHelpOptions = true,
        description = "Shows what people use an AI assistant for, without showing any person.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Analyze.class,
            EstimateCommand.class,
            ReplayCommand.class,
            CompareCommand.class,
            SampleCommand.class,
            Serve.class,
            Up.class,
            RunsCommand.class,
            DatasetsCommand.class,
            ExportCommand.class,
            VerifyCommand.class,
            KeysCommand.class,
            Doctor.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    private static final String TRACE = "; to see where: MURMURATION_JAVA_OPTIONS=-Dtrace=true murmuration …";

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        // until the services have set up their log, only what matters is for the terminal
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return versioned(new CommandLine(new Main()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        Terminal.colors() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    PrintWriter err = command.getErr();
                    if (Boolean.getBoolean("trace")) {
                        failure.printStackTrace(err);
                    }
                    if (failure instanceof MurmurationException known) {
                        err.println("murmuration: " + known.getMessage() + " (" + known.code() + ")");
                        return ExitCode.of(known.code());
                    }
                    err.println("murmuration: " + failure.getClass().getSimpleName() + TRACE);
                    return 1;
                });
    }

    /** Lets a command and all within it say which code they are. */
    private static CommandLine versioned(CommandLine line) {
        String commit = Build.THIS.commit();
        line.getCommandSpec()
                .version("murmuration " + Build.THIS.version() + (commit.isEmpty() ? "" : " (" + commit + ")"));
        line.getSubcommands().values().forEach(Main::versioned);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(commandLine(), "say what to do:");
    }
}

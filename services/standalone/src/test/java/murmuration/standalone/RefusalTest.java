package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a command refuses before it starts anything: the message and the exit code. */
class RefusalTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void whatIsNoFileIsRefusedWithTheReason() {
        assertRefused(2, "there is no such file", "analyze", in("absent.jsonl"));
        assertRefused(2, "it is a folder; name the files in it", "analyze", folder.toString());
    }

    @Test
    void aFormatThatIsNoneIsRefusedWithThoseThatAre() throws IOException {
        String rule = "--format is one of auto, canonical, shared, openai, sharegpt, lmsys, wildchat, not nonsense";
        assertRefused(2, rule, "analyze", conversations(), "--format", "nonsense", "--data", in("data"));
        assertThat(folder.resolve("data")).doesNotExist();
        String nobody = "http://127.0.0.1:9";
        assertRefused(2, rule, "datasets", "import", conversations(), "--format", "nonsense", "--server", nobody);
    }

    @Test
    void everyFaultOfASpecIsToldWithItsPlace() throws IOException {
        String faulty =
                written("run.yaml", "facets: [request, color]\nminimums: {conversations: 20, accounts: 2}\nsede: 3\n");
        String said = assertRefused(2, "has 3 faults", "analyze", conversations(), "--spec", faulty);
        assertThat(said).contains("/facets/1: ", "/minimums/accounts: ", "/sede: ", "(INVALID_SPEC)");
    }

    @Test
    void whatIsNoSpecIsRefused() throws IOException {
        for (String faulty : List.of("a: [\nb: }\n", "seed: 7\nseed: 8\n", "---\nseed: 7\n---\nseed: 8\n")) {
            String said = assertRefused(
                    2, "not one document of YAML", "analyze", conversations(), "--spec", written("a.yaml", faulty));
            assertThat(said).containsPattern("at line [2-4] ");
        }
        assertRefused(2, "a spec is a map", "analyze", conversations(), "--spec", written("b.yaml", "- a\n"));
        assertRefused(2, "there is no such file", "analyze", conversations(), "--spec", in("absent.yaml"));
        assertRefused(2, "it is a folder", "analyze", conversations(), "--spec", folder.toString());
    }

    @Test
    void anExportWithNowhereToGoIsRefusedBeforeTheRun() throws IOException {
        assertRefused(2, "choose another folder with --out", "analyze", conversations(), "--out", conversations());
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        assertRefused(1, "it is not a folder; choose another folder with --data", "serve", "--data", conversations());
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertRefused(2, "from 1 to 65535, not 99999", "serve", "--port", "99999", "--data", in("one"));
        assertRefused(2, "from 1 to 65535, not -1", "serve", "--port", "-1", "--data", in("other"));
    }

    @Test
    void aDatabaseThatOthersMayReadIsRefused() throws IOException {
        Path database = database("rwxr-xr-x");
        String said = assertRefused(1, "its permissions are rwxr-xr-x", "serve", "--data", folder.toString());
        assertThat(said).contains("chmod 700 " + database);
    }

    @Test
    void aDatabaseOfAnotherUserIsRefused() throws IOException {
        Path database = database("rwx------");
        String own = Files.getOwner(database).getName();
        Assumptions.assumeTrue(own.equals("root"), "only root can give a folder away");
        Files.setOwner(
                database,
                database.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertRefused(
                1, "it belongs to nobody, and this is root: start as nobody", "serve", "--data", folder.toString());
    }

    private Path database(String permissions) throws IOException {
        Path database = Files.createDirectory(folder.resolve("postgres"));
        return Files.setPosixFilePermissions(database, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aSampleWithNowhereToGoOrOfNothingIsRefused() {
        assertRefused(2, "there is no such folder", "sample", in("absent/sample.jsonl"));
        assertRefused(2, "it is a folder; name a file", "sample", folder.toString());
        assertRefused(2, "at least 10, not -5", "sample", "--conversations", "-5", in("sample.jsonl"));
        assertThat(folder.resolve("sample.jsonl")).doesNotExist();
    }

    @Test
    void aServerThatIsNoUrlOfOneIsRefusedWithAnExample() throws IOException {
        for (String named : List.of("localhost:8080", "murmuration.example", "http:/localhost", "ftp://localhost")) {
            assertRefused(2, "--server is a URL, like http://localhost:8080", "runs", "list", "--server", named);
        }
        assertRefused(2, "not localhost:8080", "analyze", conversations(), "--server", "localhost:8080");
    }

    @Test
    void whatIsNamedBeforeASubcommandCountsAsAfterIt() {
        for (String server : List.of("ahead", "of it")) {
            assertRefused(2, "not " + server, "runs", "--server", server, "show", "RUN");
            assertRefused(2, "not " + server, "keys", "--server", server, "create", "--role", "viewer", "me");
            assertRefused(2, "not " + server, "datasets", "--server", server, "delete", "ID");
        }
        assertRefused(1, "no server works in " + folder, "runs", "--data", folder.toString(), "list");
        assertRefused(1, "no server works in " + folder, "keys", "--data", folder.toString(), "revoke", "ID");
        assertRefused(1, "no server works in " + folder, "runs", "--data", folder.toString());
        assertRefused(1, "no server works in " + folder, "runs", "budget", "RUN", "5", "--data", folder.toString());
    }

    @Test
    void whatStartsAServerTakesNoOther() throws IOException {
        for (String command : List.of("serve", "up")) {
            StringWriter err = new StringWriter();
            CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
            assertThat(line.execute(command, "--data", conversations(), "--server", "http://localhost:8080"))
                    .as(command)
                    .isEqualTo(2);
            assertThat(err.toString()).as(command).startsWith("Unknown option").contains("'--server'");
        }
    }

    private String assertRefused(int code, String reason, String... command) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err, true));
        assertThat(line.execute(command)).isEqualTo(code);
        assertThat(err.toString())
                .startsWith("murmuration: ")
                .contains(reason)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        return err.toString();
    }

    private String conversations() throws IOException {
        return written("some.jsonl", "{}\n");
    }

    private String written(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }
}

package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists and steers runs. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists, shows, watches and steers runs.")
final class RunsCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the runs, newest first.")
    int list() {
        JsonNode answer = connection.api().list("/runs");
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
            return 0;
        }
        for (JsonNode run : answer.path("items")) {
            Terminal.out().println(line(run));
        }
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one run; its tree where it is published.")
    int show(@Parameters(paramLabel = "RUN") String run) {
        Api api = connection.api();
        JsonNode answer = api.get("/runs/" + Api.encoded(run));
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
            return 0;
        }
        Terminal.out().println(line(answer));
        new Stages().print(answer);
        String cost = Cost.line(answer);
        if (!cost.isEmpty()) {
            Terminal.out().println(cost);
        }
        if (answer.path("state").asText().equals("PUBLISHED")) {
            printTree(api, run);
        }
        return 0;
    }

    private static void printTree(Api api, String run) {
        try {
            Tree.print(api.get("/runs/" + Api.encoded(run) + "/tree"));
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            Terminal.out().println("\n  What it has shown is gone: its data set was deleted.");
        }
    }

    @Command(name = "watch", mixinStandardHelpOptions = true, description = "Shows a run's progress until it ends.")
    int watch(@Parameters(paramLabel = "RUN") String run) {
        String url = connection.url();
        Watch watch = new Watch(new Api(url), run, connection.json);
        int code = connection.untilEnd(watch, url, false);
        if (connection.json) {
            Terminal.out().println(Json.write(watch.run()));
        }
        return code;
    }

    @Command(name = "pause", mixinStandardHelpOptions = true, description = "Pauses a run at its next flush.")
    int pause(@Parameters(paramLabel = "RUN") String run) {
        return steer(run, "pause");
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Resumes a paused run.")
    int resume(@Parameters(paramLabel = "RUN") String run) {
        return steer(run, "resume");
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Cancels a run; nothing of it is published.")
    int cancel(@Parameters(paramLabel = "RUN") String run) {
        return steer(run, "cancel");
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves a run that waits for a person's yes.")
    int approve(@Parameters(paramLabel = "RUN") String run) {
        return steer(run, "approve");
    }

    @Command(
            name = "budget",
            mixinStandardHelpOptions = true,
            description = "Sets a run's budget; a run that paused for it goes on.")
    int budget(
            @Parameters(paramLabel = "RUN") String run,
            @Parameters(paramLabel = "USD", description = "Dollars, or none.") String usd) {
        ObjectNode budget = Json.mapper().createObjectNode();
        if (usd.equals("none")) {
            budget.putNull("usd");
        } else {
            budget.set("usd", number(usd));
        }
        JsonNode answer = connection.api().patch("/runs/" + Api.encoded(run) + "/budget", budget);
        Terminal.out().println(connection.json ? Json.write(answer) : line(answer));
        return 0;
    }

    private static JsonNode number(String usd) {
        try {
            return DecimalNode.valueOf(new BigDecimal(usd));
        } catch (NumberFormatException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "a budget is dollars, like 5 or 2.50, or the word none", e);
        }
    }

    private int steer(String run, String verb) {
        JsonNode answer = connection
                .api()
                .post("/runs/" + Api.encoded(run) + "/" + verb, Json.mapper().createObjectNode());
        Terminal.out().println(connection.json ? Json.write(answer) : line(answer));
        return 0;
    }

    private static String line(JsonNode run) {
        String reason = run.path("reason").asText("");
        return run.path("id").asText() + "  " + run.path("state").asText()
                + (reason.isEmpty() ? "" : " (" + reason + ")") + "  "
                + run.path("stage").asText() + "  " + run.path("clusters").asInt() + " clusters  "
                + run.path("name").asText() + "  on "
                + run.path("dataset").path("name").asText();
    }
}

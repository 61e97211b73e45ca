package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import murmuration.runtime.Json;

/**
 * A language model that keeps none of its rules: its summaries are what people wrote, its names what only one of them
 * wrote, or an account number, it rates everything as harmless, and its failures quote what it was asked. A name whose
 * claims are refused it gives up for an honest one unless it finds one more secret to tell.
 */
final class TellingModel implements AutoCloseable {
    /** What everybody is made to say, so that no count of accounts holds it back. */
    static final String SHARED_SECRET = "DE89370400440532013000";

    private static final Pattern CANARY = Pattern.compile("canary\\p{XDigit}{14}");
    private static final Pattern WORD = Pattern.compile("\\p{L}{5,}");
    private static final Pattern WANTED = Pattern.compile("about (\\d+) names");

    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private final String unspeakable;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile String held = "";

    /** Holds back the answers about facets to questions that hold this, until it lets go. */
    void hold(String of) {
        held = of;
    }

    /** Whether an answer is held back. */
    boolean holds() {
        return holding.getCount() == 0;
    }

    /** Lets go of what is held back. */
    void letGo() {
        letGo.countDown();
    }

    /** @param unspeakable a question that holds this is refused, each time it is asked */
    TellingModel(String unspeakable) throws IOException {
        this.unspeakable = unspeakable;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** As a spec's {@code model.baseUrl} names it. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode asked = Json.mapper().readTree(exchange.getRequestBody());
        String purpose = asked.at("/response_format/json_schema/name").asText();
        String question = asked.at("/messages/1/content").asText();
        if (purpose.equals("facets") && !held.isEmpty() && question.contains(held)) {
            holding.countDown();
            await();
        }
        if (failedOnce.add(purpose)) {
            send(exchange, 500, Map.of("error", Map.of("message", question)));
        } else if (purpose.equals("facets") && question.contains(unspeakable)) {
            send(exchange, 400, Map.of("error", Map.of("message", question)));
        } else {
            Map<String, Object> message = Map.of("role", "assistant", "content", Json.write(answer(purpose, question)));
            send(
                    exchange,
                    200,
                    Map.of(
                            "model",
                            "telling",
                            "choices",
                            List.of(Map.of("index", 0, "message", message, "finish_reason", "stop"))));
        }
    }

    private void await() throws IOException {
        try {
            if (!letGo.await(5, TimeUnit.MINUTES)) {
                throw new IOException("an answer was held back for five minutes");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> answer) throws IOException {
        byte[] body = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, ?> answer(String purpose, String question) {
        return switch (purpose) {
            case "facets" -> Map.of("request", between("user", question).getFirst());
            case "name", "rename" -> label(question);
            case "audit" -> Map.of("reason", "harmless", "rating", 5);
            case "propose", "deduplicate" -> Map.of("names", names(question));
            case "assign" -> Map.of("parent", parent(question));
            default -> throw new IllegalArgumentException("asked for " + purpose);
        };
    }

    private static Map<String, String> label(String question) {
        String inside = between("inside", question).getFirst();
        List<String> avoid = between("avoid", question);
        Set<String> secrets = new LinkedHashSet<>(
                CANARY.matcher(inside).results().map(MatchResult::group).toList());
        if (avoid.isEmpty()) {
            secrets.add(SHARED_SECRET);
        } else {
            secrets.removeIf(avoid.getFirst()::contains);
        }
        String told = secrets.isEmpty()
                ? commonest(inside, between("outside", question).getFirst())
                : secrets.iterator().next();
        return Map.of("name", "Ask about " + told, "description", "People asked about " + told + ".");
    }

    /** The word that stands most often inside, outside taken off. */
    private static String commonest(String inside, String outside) {
        Map<String, Integer> counts = new HashMap<>();
        WORD.matcher(inside).results().forEach(word -> counts.merge(word.group(), 1, Integer::sum));
        WORD.matcher(outside).results().forEach(word -> counts.merge(word.group(), -1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    private static List<String> names(String question) {
        int wanted = WANTED.matcher(question)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
        return between("name", question).stream().distinct().limit(wanted).toList();
    }

    private static String parent(String question) {
        List<String> choices =
                new ArrayList<>(between("name", between("choices", question).getFirst()));
        choices.sort(Comparator.naturalOrder());
        String topic = between("topic", question).getFirst();
        return choices.get(Math.floorMod(topic.hashCode(), choices.size()));
    }

    /** What stands in each element of this name. */
    private static List<String> between(String tag, String text) {
        return Pattern.compile("<" + tag + ">(.*?)</" + tag + ">", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

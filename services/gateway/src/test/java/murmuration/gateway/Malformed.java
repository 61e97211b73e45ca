package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.runtime.Json;

/** A request that is wrong in one to three ways; the same for the same seed. */
final class Malformed {
    /** Stands in whatever is sent that a person could have written. */
    static final String CANARY = "canary heron 7f3a";

    private static final Predicate<String> READABLE = Pattern.compile(
                    "(?!Content-Length: *\\D|Transfer-Encoding: x)[A-Za-z-]+:[^\\x00-\\x08\\x0b-\\x1f\\x7f]*")
            .asMatchPredicate();

    private static final String SPEC = """
            {"name": "week", "dataset": "sample", "sampling": {"strategy": "conversations", "max": 10, "perAccount": 2,
             "from": "2025-11-17", "to": "2025-11-24"}, "facets": ["request", "language"],
             "customFacets": [{"id": "tone", "type": "category", "question": "How?", "domain": ["calm", "curious"]}],
             "accounts": "required", "cluster": {"facet": "request", "k": 3}, "hierarchy": {"top": 10},
             "minimums": {"conversations": 50, "accounts": 25, "small": "withhold"},
             "privacy": {"threshold": 3, "approval": "none"}, "model": {"provider": "offline"},
             "embedding": {"provider": "onnx", "name": "all-MiniLM-L6-v2"}, "budget": {"usd": 5.0}, "seed": 7}""";

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\u202e\u0000",
            "\uD83E\uDD86",
            "'",
            "\"",
            "%",
            "\\",
            "$1",
            "${x}",
            "{{7*7}}",
            "../../etc/passwd",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "a\r\nX-Injected: 1",
            "\u0085\u2028",
            "-1",
            "0",
            "1e309",
            "-0",
            "9".repeat(400),
            "9223372036854775808",
            "NaN",
            "0x10",
            "٣",
            "null",
            "true",
            "[]",
            "{}",
            "00000000-0000-0000-0000-000000000000",
            "1-1-1-1-1",
            "é".repeat(3_000),
            "size",
            "name",
            "language:",
            "language:\0",
            ":",
            "a:b",
            "upload:1",
            "file:///etc/passwd",
            "W10",
            "WyJzaXplIiwiXHUwMDAwIl0",
            "WyJuYW1lIiwiXHUwMDAwIiwiXHUwMDAwIl0",
            "WyJuYW1lIiwiXHVkODAwIiwieCJd",
            "WyJzaXplIiwxZTQwMCwieCJd",
            "WyJmYWNldCIsMWU0MDAsIngiXQ",
            "WyJzaXplIg",
            "eyJhIjoxfQ",
            "ISO-8859-1");

    /** Cursors of which the order agrees, and what they hold does not: NUL, half of a pair, infinity, nothing. */
    private static final List<String> CURSORS = List.of(
            "sort=name&after=WyJuYW1lIiwiXHUwMDAwIiwiXHUwMDAwIl0",
            "sort=name&after=WyJuYW1lIiwiXHVkODAwIiwieCJd",
            "sort=size&after=WyJzaXplIiwxZTQwMCwieCJd",
            "sort=size&after=WyJzaXplIiwiXHUwMDAwIl0",
            "sort=size&after=WyJzaXplIl0",
            "sort=facet&facet=language:French&after=WyJmYWNldCIsMWU0MDAsIngiXQ");

    private static final List<String> ENCODED = List.of(
            "%",
            "%z",
            "%0",
            "%00",
            "%C0%80",
            "%ED%A0%80",
            "%ff%fe",
            "%2f",
            "%252e%252e",
            "+",
            "..",
            "%2e%2e/",
            ";a=b",
            "//",
            "/.",
            "[x]",
            "|",
            "^",
            "`",
            "\\..\\",
            "{run}",
            "é",
            "#x",
            "?",
            "&",
            "a&a&a",
            "=",
            "%u0041");

    private static final List<String> HEADERS = List.of(
            "If-None-Match: \"",
            "If-None-Match: W/",
            "If-None-Match: *",
            "If-None-Match: a, \"b",
            "If-None-Match: ,",
            "If-Match: x",
            "If-Match: \"a\"",
            "If-Match: W/\"",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: 0",
            "Accept: ",
            "Accept: x",
            "Accept: */json",
            "Accept: application/json;q=9",
            "Accept: ;;,,",
            "Accept: text/html",
            "Accept: application/json;q=x",
            "Accept-Language: \u00ff",
            "Accept-Encoding: x;q=",
            "Range: bytes=9-1",
            "Origin: null",
            "Origin: http://[",
            "Origin: javascript:x",
            "Origin: \u00e9",
            "Origin: http://localhost:99999",
            "Host: ",
            "Host: [",
            "Host: a b",
            "Host: localhost:x",
            "Host: localhost:99999999",
            "Host: @localhost",
            "Host: evil.example",
            "X-Forwarded-Host: evil.example",
            "Forwarded: host=evil;",
            "X-Forwarded-For: \"",
            "X-HTTP-Method-Override: DELETE",
            "Sec-Fetch-Site: cross-site",
            "Cookie: murmuration-session",
            "Cookie: murmuration-session=",
            "Cookie: murmuration-session=a_b_c; $Version=x",
            "Cookie: ;=;=",
            "Cookie: murmuration-sign-in=a.b.c.!!",
            "Cookie: murmuration-sign-in=a.b.c.d",
            "Authorization: ",
            "Authorization: Bearer",
            "Authorization: Bearer murmuration_\u00e9_",
            "Authorization: Basic x",
            "Authorization: Bearer a.b.c",
            "Authorization: Bearer e30.e30.",
            "Authorization: Digest realm=\"",
            "Idempotency-Key: ",
            "Idempotency-Key: \u00e9",
            "Last-Event-ID: -1",
            "Last-Event-ID: 9999999999999999999",
            "Last-Event-ID: x",
            "Content-Type: ",
            "Content-Type: x",
            "Content-Type: application/json; charset=x",
            "Content-Type: application/json;",
            "Content-Type: */*",
            "Content-Type: application/json, text/plain",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Type: application/yaml",
            "Content-Type: text/plain",
            "Content-Type: application/json/x",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Encoding: gzip",
            "Expect: 100-continue",
            "Expect: x",
            "Transfer-Encoding: x",
            "Content-Length: x",
            "Content-Length: -1",
            "Upgrade: websocket",
            "No colon here",
            ": x",
            "Trailer: x",
            "TE: x");

    private static final List<String> NODES = List.of(
            "null",
            "true",
            "false",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "-1",
            "0",
            "1.5",
            "1e400",
            "-1e400",
            "1E-999999999",
            "1E+999999999",
            "9".repeat(900),
            "9".repeat(1_200),
            "0.1e-5",
            "[1,2,3]",
            "{\"a\":{\"a\":{}}}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0000\"",
            "\"\"",
            "\" \"",
            "NaN",
            "Infinity",
            "01",
            "'x'",
            "\"\\x\"",
            "\"a\nb\"",
            "+1",
            "undefined",
            "\"2025-99-99\"",
            "\"0000-00-00T99:99:99Z\"",
            "\"+999999999-01-01T00:00:00Z\"");

    private final Random random;
    private final Operation operation;
    private final String key;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<String> more = new ArrayList<>();
    private String method;
    private String path;
    private String query = "";
    private byte[] body;
    private boolean ends;

    private Malformed(Random random, Operation operation, Keys keys) {
        this.random = random;
        this.operation = operation;
        key = keys.of();
        method = operation.method();
        path = operation.address(keys.otherId());
        body = bytes(operation.body(key).orElse(""));
        headers.put("Host", "localhost:8080");
        headers.put("Authorization", "Bearer " + key);
        headers.put("Content-Type", "application/json");
    }

    /** A request as it goes over the wire. @param ends whether less comes than it announces */
    record Request(String operation, byte[] bytes, boolean ends) {
        /** Whether it is no HTTP: an address that is no URI or over 4 KB, a head over 8 KB or with a line that is no header. */
        boolean isUnreadable() {
            String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0].split("\r\n");
            String address = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
            return !isUri(address)
                    || lines[0].length() > 4_000
                    || String.join("", lines).length() > 8_000
                    || Stream.of(lines).skip(1).anyMatch(line -> !READABLE.test(line))
                    || Stream.of(lines).filter(Malformed::frames).count() > 1;
        }

        private static boolean isUri(String address) {
            try {
                return !new URI(address).toString().isEmpty();
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            String shown = new String(bytes, 0, Math.min(bytes.length, 1_500), StandardCharsets.ISO_8859_1);
            return operation + "\n" + shown + (bytes.length > 1_500 ? "… " + bytes.length + " bytes" : "");
        }
    }

    /** @param of an API key that may do everything @param otherId the id of one that may be revoked */
    record Keys(String of, String otherId) {}

    /** The request of a seed. */
    static Request of(long seed, List<Operation> operations, Keys keys) {
        Random random = new Random(seed);
        // every second one at an operation that takes a body
        List<Operation> from = random.nextBoolean()
                ? operations
                : operations.stream()
                        .filter(each ->
                                each.body("").filter(body -> body.length() > 2).isPresent())
                        .toList();
        Malformed request = new Malformed(random, from.get(random.nextInt(from.size())), keys);
        int faults = 1 + random.nextInt(3);
        for (int i = 0; i < faults; i++) {
            request.spoil();
        }
        return request.written();
    }

    private void spoil() {
        boolean writes = body.length > 0;
        boolean uploads = operation.toString().equals("POST /api/v1/datasets");
        switch (random.nextInt(writes ? 12 : 6)) {
            case 0 -> path = spoiled(path);
            case 1, 2 -> query += (query.isEmpty() ? "" : "&") + parameter();
            case 3 -> header(one(HEADERS));
            case 4 -> more.add(one(HEADERS));
            case 5 -> wire();
            case 6, 7 -> {
                if (uploads || random.nextInt(6) == 0) {
                    multipart();
                } else {
                    yaml();
                }
            }
            default -> {
                if (uploads && random.nextInt(3) > 0) {
                    multipart();
                } else {
                    json();
                }
            }
        }
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        } else {
            more.add(line);
        }
    }

    /** An id by something else, or something in between or behind. */
    private String spoiled(String whole) {
        List<String> parts = new ArrayList<>(List.of(whole.split("/")));
        int at = parts.isEmpty() ? 0 : random.nextInt(parts.size());
        switch (random.nextInt(4)) {
            case 0 -> parts.add(encoded());
            case 1 -> parts.add(at, encoded());
            case 2 -> parts.set(at, parts.get(at) + encoded());
            default -> parts.set(parts.size() > 4 ? 4 : parts.size() - 1, encoded());
        }
        String joined = String.join("/", parts);
        return joined.startsWith("/") ? joined : "/" + joined;
    }

    private String parameter() {
        List<String> names = new ArrayList<>(operation.parameters().stream()
                .filter(each -> each.in().equals("query"))
                .map(Operation.Parameter::name)
                .toList());
        String name = names.isEmpty() || random.nextInt(8) == 0
                ? one(List.of("limit", "x", encoded(), "after", "tenant"))
                : one(names);
        return switch (random.nextInt(8)) {
            case 6, 7 -> operation.path().endsWith("/clusters") ? one(CURSORS) : name + "=" + encoded();
            case 0 -> name;
            case 1 -> name + "=1&" + name + "=" + encoded();
            default -> name + "=" + encoded();
        };
    }

    /** What stands in an address. */
    private String encoded() {
        if (random.nextInt(6) == 0) {
            return one(ENCODED) + (random.nextBoolean() ? URLEncoder.encode(CANARY, StandardCharsets.UTF_8) : "");
        }
        return URLEncoder.encode(text(), StandardCharsets.UTF_8);
    }

    private String text() {
        String text = one(TEXTS);
        return random.nextBoolean() ? text + CANARY : text;
    }

    private void wire() {
        switch (random.nextInt(7)) {
            case 0 ->
                method = one(
                        List.of("PUT", "PATCH", "DELETE", "POST", "GET", "HEAD", "OPTIONS", "TRACE", "BREW", "get"));
            case 1 -> more.add("X-Long: " + "x".repeat(random.nextInt(20_000)));
            case 2 ->
                more.add(operation.parameters().stream()
                                .filter(each -> each.in().equals("header"))
                                .map(Operation.Parameter::name)
                                .findAny()
                                .orElse("Idempotency-Key")
                        + ": " + latin(text()));
            case 3 -> headers.remove(one(List.of("Host", "Authorization", "Content-Type")));
            case 4 -> {
                ends = true;
                headers.put("Content-Length", String.valueOf(body.length + 1 + random.nextInt(100)));
            }
            case 5 -> {
                headers.put("Transfer-Encoding", "chunked");
                body = bytes(
                        one(List.of("0\r\n\r\n", "zz\r\n", "5\r\n{\"a\":\r\n0\r\n\r\n", "FFFFFFFFFF\r\n", "1\r\n")));
                ends = true;
            }
            default -> more.add("Cookie: murmuration-session=" + latin(text()));
        }
    }

    private void json() {
        String document =
                isSpec() && random.nextBoolean() ? SPEC : operation.body(key).orElse("{}");
        body = switch (random.nextInt(14)) {
            case 0 -> bytes(document.substring(0, random.nextInt(document.length())));
            case 1 ->
                bytes(document.replaceFirst("\\{", "{\"dataset\": \"" + CANARY + "\", \"name\": 1, \"name\": 2,"));
            case 2 -> bytes("[".repeat(1 + random.nextInt(100_000)));
            case 3 -> bytes("{\"a\":".repeat(1 + random.nextInt(50_000)) + "1" + "}".repeat(random.nextInt(50_000)));
            case 4 -> bytes(document + one(List.of("{}", "x", "\0", "]", CANARY)));
            case 5 -> bytes(one(List.of("", " ", "\0", "null", "1", "\"" + CANARY + "\"", "[]", "\uFEFF{}", CANARY)));
            case 6 -> document.getBytes(one(List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)));
            case 7 -> flipped(bytes(document));
            case 8 -> bytes(document.replaceFirst("\\{", "{\"" + CANARY + random.nextInt(9) + "\": 1,"));
            case 9 -> bytes("{\"" + "x".repeat(random.nextInt(1_200_000)) + "\": 1}");
            default -> bytes(replaced(document));
        };
        headers.put("Content-Type", "application/json");
    }

    private boolean isSpec() {
        return operation.path().equals("/api/v1/runs") || operation.path().endsWith("/estimate");
    }

    /** One value of a document by another of any kind. */
    private String replaced(String document) {
        JsonNode tree = Json.read(document, JsonNode.class);
        List<Runnable> places = new ArrayList<>();
        places(tree, places);
        if (places.isEmpty()) {
            return one(NODES);
        }
        one(places).run();
        String by = random.nextInt(3) == 0 ? Json.write(TextNode.valueOf(text())) : one(NODES);
        return tree.toString().replace("\"@@\"", by);
    }

    private static void places(JsonNode node, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(each -> {
                places.add(() -> object.put(each.getKey(), "@@"));
                places(each.getValue(), places);
            });
            places.add(() -> object.put("unknown", "@@"));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(() -> array.set(at, TextNode.valueOf("@@")));
                places(array.get(i), places);
            }
            places.add(() -> array.add("@@"));
        }
    }

    private void yaml() {
        headers.put(
                "Content-Type", one(List.of("application/yaml", "application/x-yaml", "application/yaml; charset=x")));
        body = switch (random.nextInt(12)) {
            case 0 -> bytes("dataset: sample\n\tname: " + CANARY);
            case 1 -> bytes("a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\ndataset: sample\n");
            case 2 -> bytes("!!javax.script.ScriptEngineManager [!!java.net.URL [\"http://localhost/\"]]");
            case 3 -> bytes("[".repeat(1 + random.nextInt(20_000)));
            case 4 -> bytes("a:\n".repeat(2) + "- ".repeat(1 + random.nextInt(20_000)));
            case 5 -> bytes("dataset: sample\n---\ndataset: " + CANARY);
            case 6 -> bytes("dataset: *" + CANARY.replace(' ', '-'));
            case 7 -> bytes("dataset: !!binary " + CANARY);
            case 8 -> bytes("<<: {dataset: sample}\n? [a, b]\n: x");
            case 9 -> bytes("seed: 1_000\nseed: 0o17\n" + CANARY + ": 1");
            case 10 -> flipped(bytes("dataset: sample\nfacets: [request, language]\nseed: 7\n"));
            default -> bytes(replaced(SPEC));
        };
    }

    private void multipart() {
        headers.put(
                "Content-Type",
                "multipart/form-data; boundary="
                        + one(List.of("x", "x", "x", "x; a=b", "\"x\"", "y", "x".repeat(71), "\u00e9")));
        String part = "--x\r\nContent-Disposition: form-data; name=\"";
        String whole = part + "name\"\r\n\r\nhere\r\n" + part + "file\"; filename=\"a.jsonl\"\r\n\r\n{}\r\n--x--\r\n";
        String field = one(List.of("name", "format", "metadataKeys", "file", "other", "file\"; filename=\"x"));
        UnaryOperator<String> holding = value -> part + field + "\"\r\n\r\n" + value + "\r\n" + whole;
        body = switch (random.nextInt(10)) {
            case 0 -> bytes(whole.substring(0, random.nextInt(whole.length())));
            case 1 -> flipped(bytes(whole));
            case 2 -> bytes(part + "file\"; filename=\"" + text().replace("\"", "") + "\"\r\n\r\n\r\n" + whole);
            case 3 -> bytes(holding.apply("x".repeat(9_000)));
            case 4 -> bytes((part + "metadataKeys\"\r\n\r\na\r\n").repeat(201) + whole);
            case 5 -> bytes("--x\r\n" + "X: y\r\n".repeat(2_000) + "\r\n");
            case 6 -> bytes("--x\r\nContent-Disposition: form-data\r\n\r\n" + CANARY + "\r\n--x--\r\n");
            case 7 -> bytes(part + CANARY + "\"\r\n\r\n1\r\n" + whole);
            default -> bytes(holding.apply(text()));
        };
    }

    private byte[] flipped(byte[] bytes) {
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private Request written() {
        if (body.length > 0 || !method.equals("GET")) {
            headers.putIfAbsent("Content-Length", String.valueOf(body.length));
        }
        if (headers.containsKey("Transfer-Encoding")) {
            headers.remove("Content-Length");
        }
        StringBuilder head =
                new StringBuilder(method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        more.forEach(line -> head.append(line).append("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return new Request(operation.toString(), all.toByteArray(), ends || framed());
    }

    /** Whether the request says that it ends elsewhere than it does. */
    private boolean framed() {
        String length = String.valueOf(body.length);
        return !headers.getOrDefault("Content-Length", length).equals(length)
                || more.stream().anyMatch(Malformed::frames);
    }

    /** Whether a line changes where a request ends. */
    private static boolean frames(String line) {
        return line.startsWith("Content-Length") || line.startsWith("Transfer-Encoding");
    }

    private static String latin(String text) {
        return text.replaceAll("[\r\n]", " ");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}

package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import murmuration.gateway.access.Keycloak;

/**
 * A person's browser, as far as signing in needs one: it follows, keeps each server's cookies, and sends a page's form. It sends
 * this machine also cookies that are meant for encrypted connections, as browsers do and Java's own keeper of cookies does not.
 */
final class FormBrowser implements AutoCloseable {
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Map<String, String>> cookies = new TreeMap<>();

    /** Where it has ended, and what stands there. */
    record Page(URI at, int status, String body) {}

    Page open(URI address) {
        return follow(address, HttpRequest.newBuilder());
    }

    /** Sends the form of a page. */
    Page send(Page page, Map<String, String> fields) {
        Matcher form = ACTION.matcher(page.body());
        assertThat(form.find()).as("a form at " + page.at()).isTrue();
        return follow(
                URI.create(form.group(1).replace("&amp;", "&")),
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Keycloak.form(fields))));
    }

    /** What it keeps under this name for the server at an address; empty where it keeps nothing. */
    String cookie(URI address, String name) {
        return kept(address).getOrDefault(name, "");
    }

    private Page follow(URI address, HttpRequest.Builder request) {
        Map<String, String> kept = kept(address);
        if (!kept.isEmpty()) {
            request.header(
                    "Cookie",
                    kept.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = answer(request.uri(address).build());
        answer.headers().allValues("Set-Cookie").forEach(cookie -> keep(kept, cookie));
        return answer.headers()
                .firstValue("Location")
                .map(next -> open(address.resolve(next)))
                .orElseGet(() -> new Page(address, answer.statusCode(), answer.body()));
    }

    private Map<String, String> kept(URI address) {
        return cookies.computeIfAbsent(address.getAuthority(), server -> new TreeMap<>());
    }

    private static void keep(Map<String, String> kept, String cookie) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        if (cookie.contains("Max-Age=0")) {
            kept.remove(pair[0]);
        } else {
            kept.put(pair[0], pair[1]);
        }
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

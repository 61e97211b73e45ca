package murmuration.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What processes can be told, by the names of properties: read from the sources of the interfaces that say so, and from
 * the defaults that refer to others, so that no process has to be built for it.
 */
record Settings(Set<String> names) {
    /** Variables that others read: Quarkus, the command, and what reads the environment before there are settings. */
    private static final Set<String> OTHERS = Set.of(
            "MURMURATION_API_KEY",
            "MURMURATION_API_KEY_FILE",
            "MURMURATION_DATABASE_OWNER",
            "MURMURATION_HEAP",
            "MURMURATION_JAVA_OPTIONS",
            "MURMURATION_SECRETS",
            "QUARKUS_GRPC_SERVER_HOST",
            "QUARKUS_GRPC_SERVER_PORT",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING",
            "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
            "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
            "QUARKUS_OTEL_SDK_DISABLED",
            "QUARKUS_OTEL_TRACES_SAMPLER");

    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern INTERFACE = Pattern.compile("( *)(?:public )?interface (\\w+) \\{");
    private static final Pattern METHOD = Pattern.compile(" +([A-Za-z][\\w<>, ]*) (\\w+)\\(\\);");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(murmuration\\.[a-z.-]+)");
    private static final Pattern CLIENT = Pattern.compile("(?m)^(quarkus\\.grpc\\.clients\\.[a-z]+\\.)host=");

    private static final Pattern NAMED = Pattern.compile("(?:…|MURMURATION_|QUARKUS_|murmuration\\.)[A-Za-z0-9_.<>-]*");
    private static final Pattern WORD = Pattern.compile("`([A-Z][A-Z_]*)`");
    private static final String OF_THE_ISSUER = "MURMURATION_GATEWAY_SIGN_IN_OIDC_";
    /** An ellipsis and fewer letters could stand for anything. */
    private static final int SHORTEST = 5;

    static Settings ofTheSources() {
        Set<String> names = new TreeSet<>();
        for (String source : sources("Config.java")) {
            mapped(source).forEach(names::add);
        }
        for (String defaults : sources("META-INF/microprofile-config.properties")) {
            found(REFERENCE, defaults).forEach(names::add);
            found(CLIENT, defaults).forEach(client -> names.add(client + "load-balancing-policy"));
        }
        return new Settings(names);
    }

    /** As a variable of the environment. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Every variable that a process, or the command, goes by. */
    Set<String> variables() {
        return Stream.concat(names.stream().map(Settings::variable), OTHERS.stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Those that a text does not name: as property or variable, by its end behind an ellipsis, with a word in angle brackets
     * for a part, or, of an issuer, behind what all of those begin with.
     */
    List<String> unnamed(String text) {
        Set<String> said = NAMED.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(name -> name.replaceAll("\\.$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        found(WORD, text).map(OF_THE_ISSUER::concat).forEach(said::add);
        return names.stream()
                .filter(name -> said.stream().noneMatch(each -> isNamed(name, each)))
                .toList();
    }

    private static boolean isNamed(String name, String said) {
        String variable = variable(name);
        if (said.startsWith("…")) {
            String end = said.substring(1);
            return said.length() >= SHORTEST && (variable.endsWith(end) || name.endsWith(end));
        }
        if (said.contains("<")) {
            return variable.matches(said.replaceAll("<[A-Z]+>", "[A-Z]+"));
        }
        return said.equals(variable) || said.equals(name);
    }

    /** Each file of a process whose path ends so. */
    static List<String> sources(String ending) {
        try (Stream<Path> services = Files.list(Manifests.FOLDER.resolve("../services"))) {
            return Stream.concat(services, Stream.of(Manifests.FOLDER.resolve("../workflows")))
                    .map(module -> module.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .flatMap(folder -> files(folder).stream())
                    .filter(file -> file.toString().endsWith(ending))
                    .map(Settings::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> found(Pattern pattern, String source) {
        return pattern.matcher(source).results().map(found -> found.group(1));
    }

    /** What an interface asks for, and those inside it; as it is formatted, the latter end at the first indentation. */
    private static Stream<String> mapped(String source) {
        Matcher prefix = PREFIX.matcher(source);
        if (!prefix.find()) {
            return Stream.empty();
        }
        Map<String, Map<String, String>> types = new TreeMap<>();
        String outer = "";
        String inner = "";
        for (String line : source.lines().toList()) {
            Matcher opened = INTERFACE.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (opened.matches()) {
                inner = opened.group(2);
                outer = opened.group(1).isEmpty() ? inner : outer;
            } else if (line.equals("    }")) {
                inner = outer;
            } else if (method.matches()) {
                types.computeIfAbsent(inner, type -> new TreeMap<>()).put(method.group(2), method.group(1));
            }
        }
        return names(prefix.group(1), outer, types);
    }

    private static Stream<String> names(String prefix, String type, Map<String, Map<String, String>> types) {
        return types.getOrDefault(type, Map.of()).entrySet().stream().flatMap(method -> {
            String name =
                    prefix + "." + method.getKey().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (types.containsKey(method.getValue())) {
                return names(name, method.getValue(), types);
            }
            // the one that there is has passwords by role
            return method.getValue().startsWith("Map<")
                    ? Stream.concat(Manifests.PROCESSES.stream(), Stream.of("owner"))
                            .map(role -> name + "." + role)
                    : Stream.of(name);
        });
    }
}

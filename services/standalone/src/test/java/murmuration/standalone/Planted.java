package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import murmuration.core.Minimums;
import murmuration.offline.Words;
import murmuration.runtime.Json;
import murmuration.standalone.sample.Sample;

/**
 * A conversation with the secrets it holds.
 *
 * @param turns what its user wrote
 */
record Planted(UUID account, List<String> turns, Set<Secret> secrets) {
    /** What everybody is made to say to a telling model, so that no count of accounts holds it back. */
    static final Secret.Value SHARED = new Secret.Value(TellingModel.SHARED_SECRET);

    private static final int COMBINATION_EVERY = 20;
    private static final List<String> ILLNESSES =
            List.of("asthma", "epilepsy", "migraine", "anemia", "arthritis", "eczema", "insomnia", "gout");
    private static final List<String> JOBS =
            List.of("plumber", "nurse", "baker", "pilot", "farmer", "painter", "waiter", "barber", "tailor", "sailor");
    private static final List<String> TOWNS =
            List.of("bath", "cork", "orange", "mobile", "split", "hull", "deal", "lens", "wells", "battle");
    private static final Pattern OF_SAMPLE = Pattern.compile(
            "canary\\p{XDigit}{14}|[\\p{L}.]+@example\\.org|\\+1 202 555 01\\d\\d|DE89370400440532013000"
                    + "|(?:Orla Venn|Tamsin Quill|Bram Oyelaran|Ines Falkenrath|Kofi Brandvold|Maren Ito|Dario Pelz|Saskia Umber)"
                    + "|(?:12 Larkspur Row|7 Tallow Lane|45 Quarry Steps|3 Heron Court)");
    private static final Pattern OF_AIRLINE = Pattern.compile(
            "[a-z]+_[a-z]+_\\d{4}|\\b(?:credit_card|gift_card|certificate)_\\d+|[\\w.]+@example\\.com"
                    + "|\\b(?=[A-Z\\d]{0,5}\\d)(?=\\d{0,5}[A-Z])[A-Z\\d]{6}\\b|\\b(?:19|20)\\d{2}-\\d{2}-\\d{2}\\b(?=\")");
    private static final Pattern NAME_OF_AIRLINE =
            Pattern.compile("\"first_name\": ?\"(\\p{L}+)\", ?\"last_name\": ?\"(\\p{L}+)\"");

    /** {@code pii-seeded}: its labelled values and canaries, and its topics of one, two and four accounts. */
    static List<Planted> seeded(Path folder, long seed) throws IOException {
        List<Planted> all = new ArrayList<>();
        for (String line : lines(folder.resolve("pii-seeded.jsonl.gz"))) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            Set<Secret> secrets = new LinkedHashSet<>();
            conversation
                    .at("/labels/pii_spans")
                    .forEach(span ->
                            secrets.add(new Secret.Value(span.path("value").asText())));
            String canary = conversation.at("/labels/canary").asText();
            boolean trap = !conversation.at("/labels/trap").asText().equals("none");
            secrets.add(trap ? new Secret.Topic(canary) : new Secret.Value(canary));
            all.add(of(conversation, secrets));
        }
        return combined(withoutWords(all), seed);
    }

    /** Without values that are words: what five accounts and more say, of none of whom it is part of a value, is nobody's. */
    private static List<Planted> withoutWords(List<Planted> all) {
        Map<String, Set<UUID>> saying = new HashMap<>();
        for (Planted each : all) {
            Set<String> words = new HashSet<>(Words.tokenize(String.join(" ", each.turns())));
            each.secrets().forEach(secret -> Words.tokenize(secret.told()).forEach(words::remove));
            words.forEach(
                    word -> saying.computeIfAbsent(word, any -> new HashSet<>()).add(each.account()));
        }
        List<Planted> secret = new ArrayList<>();
        for (Planted each : all) {
            Set<Secret> secrets = new LinkedHashSet<>(each.secrets());
            secrets.removeIf(one -> one instanceof Secret.Value value
                    && saying.getOrDefault(value.told().toLowerCase(Locale.ROOT), Set.of())
                                    .size()
                            >= Minimums.FLOOR);
            secret.add(new Planted(each.account(), each.turns(), secrets));
        }
        return secret;
    }

    /** The project's own sample: its invented people, canaries, and its topics of too few accounts. */
    static List<Planted> sample(int conversations, long seed) throws IOException {
        Path file = Files.createTempFile("sample", ".jsonl");
        Sample.write(conversations, seed, file);
        List<Planted> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            Set<Secret> secrets = new LinkedHashSet<>();
            OF_SAMPLE.matcher(line).results().forEach(found -> secrets.add(new Secret.Value(found.group())));
            if (conversation.at("/labels/group").asText().equals("few")) {
                secrets.add(new Secret.Topic(
                        switch (conversation.at("/labels/topic").asText()) {
                            case "restore_organ" -> "pipe organ 1931";
                            case "seahorse_breeding" -> "dwarf seahorses";
                            case "glacier_seismograph" -> "seismograph glacier";
                            default -> "church bell foundry";
                        }));
            }
            all.add(of(conversation, secrets));
        }
        Files.delete(file);
        return combined(all, seed);
    }

    /** {@code tau-airline}: ids, names, addresses and dates of birth of the customers in tool calls and what came back. */
    static List<Planted> airline(Path folder, long seed) throws IOException {
        List<Planted> all = new ArrayList<>();
        for (String line : lines(folder.resolve("tau-airline.jsonl.gz"))) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            Set<Secret> secrets = new LinkedHashSet<>();
            secrets.add(new Secret.Value(conversation.path("account_id").asText()));
            for (JsonNode message : conversation.path("messages")) {
                if (!message.path("role").asText().equals("system")) {
                    String text = message.path("content").asText() + message.path("tool_calls");
                    OF_AIRLINE.matcher(text).results().forEach(found -> secrets.add(new Secret.Value(found.group())));
                    NAME_OF_AIRLINE
                            .matcher(text)
                            .results()
                            .forEach(found -> secrets.add(new Secret.Value(found.group(1) + " " + found.group(2))));
                }
            }
            all.add(of(conversation, secrets));
        }
        return combined(all, seed);
    }

    private static Planted of(JsonNode conversation, Set<Secret> secrets) {
        List<String> turns = new ArrayList<>();
        for (JsonNode message : conversation.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                JsonNode content = message.path("content");
                turns.add(content.isArray() ? content.at("/0/text").asText() : content.asText());
            }
        }
        String account = conversation.path("account_id").asText();
        return new Planted(UUID.nameUUIDFromBytes(account.getBytes(StandardCharsets.UTF_8)), turns, secrets);
    }

    /** A rare combination in the first words of every twentieth conversation, each of another account. */
    private static List<Planted> combined(List<Planted> all, long seed) {
        Random random = new Random(seed);
        List<Secret.Combination> combinations = new ArrayList<>();
        ILLNESSES.forEach(illness -> JOBS.forEach(
                job -> TOWNS.forEach(town -> combinations.add(new Secret.Combination(illness, job, town)))));
        Collections.shuffle(combinations, random);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        Set<UUID> accounts = new HashSet<>();
        int wanted = all.size() / COMBINATION_EVERY;
        for (int i : order) {
            if (accounts.size() < wanted && accounts.add(all.get(i).account())) {
                Secret.Combination rare = combinations.get(accounts.size() - 1);
                all.set(
                        i,
                        all.get(i)
                                .saying(
                                        String.format(
                                                Locale.ROOT,
                                                "I have %s, work as a %s and live in %s.",
                                                rare.illness(),
                                                rare.job(),
                                                rare.town()),
                                        rare));
            }
        }
        return all;
    }

    /** The same with a sentence more in its first turn. */
    Planted saying(String sentence, Secret secret) {
        List<String> said = new ArrayList<>(turns);
        said.set(0, (said.isEmpty() ? "" : said.getFirst() + " ") + sentence);
        Set<Secret> more = new LinkedHashSet<>(secrets);
        more.add(secret);
        return new Planted(account, said, more);
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}

package murmuration.standalone.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import murmuration.core.Digest;
import murmuration.runtime.Json;

/**
 * Made-up conversations with known topics, seeded: the same arguments give the same bytes.
 *
 * <p>About 24 topics in 6 groups of very different sizes; accounts with a long tail; eight weeks with one rising and one
 * dying topic; four topics of too few accounts; invented personal data in some; a canary string in every 33rd
 * conversation's text, id and metadata.
 */
public final class Sample {
    private static final Instant BEGIN = Instant.parse("2025-09-01T00:00:00Z");
    private static final int DAYS = 56;
    private static final int CANARY_EVERY = 33;
    private static final double PERSONAL = 0.06;
    private static final double FOREIGN = 0.3;
    /** Shares of conversations with 1, 2, … 8 messages. */
    private static final double[] LENGTHS = Draw.sums(18, 30, 14, 16, 8, 7, 3, 4);
    /** Shares of the hours of a day. */
    private static final double[] HOURS =
            Draw.sums(2, 1, 1, 1, 1, 2, 3, 5, 8, 10, 11, 10, 8, 9, 10, 10, 9, 8, 8, 9, 9, 8, 6, 4);

    private final Topics topics = Topics.load();
    private final long seed;
    private final Draw draw;
    private final Speech speech;
    private final int conversations;
    private final double[] accountSums;

    private Sample(int conversations, long seed) {
        this.conversations = conversations;
        this.seed = seed;
        draw = new Draw(Digest.seed(seed, "sample"));
        speech = new Speech(topics.registers(), draw);
        double[] weights = new double[Math.max(40, conversations / 3)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 / Math.pow(i + 3, 0.7);
        }
        accountSums = Draw.sums(weights);
    }

    /** Writes the sample as JSON Lines in the canonical shape. */
    public static void write(int conversations, long seed, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (ObjectNode conversation : new Sample(conversations, seed).all()) {
                out.write(Json.write(conversation));
                out.write('\n');
            }
        }
    }

    /** The canary strings that a sample of this size and seed holds. */
    public static List<String> canaries(int conversations, long seed) {
        List<String> canaries = new ArrayList<>();
        for (int i = 0; i < conversations; i += CANARY_EVERY) {
            canaries.add(canary(seed, i));
        }
        return canaries;
    }

    private static String canary(long seed, int conversation) {
        return "canary" + new Digest().add(seed).add(conversation).hex().substring(0, 14);
    }

    private List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>();
        int left = conversations;
        for (Topic topic : topics.few()) {
            int n = Math.max(1, Math.round(topic.weight() * conversations / 2000f));
            left -= n;
            for (int i = 0; i < n; i++) {
                all.add(conversation(topic, "u-" + topic.id() + "-" + draw.below(topic.accounts())));
            }
        }
        int[] sizes = sizes(left);
        for (int t = 0; t < sizes.length; t++) {
            for (int i = 0; i < sizes[t]; i++) {
                all.add(conversation(topics.open().get(t), account()));
            }
        }
        all.sort(Comparator.comparing(
                conversation -> conversation.get("started_at").asText()));
        for (int i = 0; i < all.size(); i++) {
            identify(all.get(i), i);
        }
        return all;
    }

    /** Conversations of each open topic, by largest remainders. */
    private int[] sizes(int total) {
        double weights = topics.open().stream().mapToInt(Topic::weight).sum();
        int[] sizes = new int[topics.open().size()];
        List<Integer> byRemainder = new ArrayList<>();
        double[] remainders = new double[sizes.length];
        int given = 0;
        for (int t = 0; t < sizes.length; t++) {
            double exact = total * topics.open().get(t).weight() / weights;
            sizes[t] = (int) exact;
            remainders[t] = exact - sizes[t];
            given += sizes[t];
            byRemainder.add(t);
        }
        byRemainder.sort(Comparator.comparingDouble(t -> -remainders[t]));
        for (int i = 0; i < total - given; i++) {
            sizes[byRemainder.get(i)]++;
        }
        return sizes;
    }

    private ObjectNode conversation(Topic topic, String account) {
        List<String> languages = List.copyOf(topic.phrases().keySet());
        String language = languages.size() > 1 && draw.chance(FOREIGN) ? foreign(languages) : "en";
        Topic.Phrases phrases = topic.in(language);
        Instant start = start(topic);
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("account_id", account);
        node.put("started_at", start.toString());
        node.putObject("metadata").put("product", draw.of(topics.products()));
        node.putObject("labels").put("topic", topic.id()).put("group", topic.group());
        ArrayNode messages = node.putArray("messages");
        Instant end = talk(messages, language, phrases, start);
        node.put("ended_at", end.toString());
        return node;
    }

    private Instant talk(ArrayNode messages, String language, Topic.Phrases phrases, Instant start) {
        int length = 1 + draw.weighted(LENGTHS);
        String core = speech.core(phrases);
        Instant at = start;
        boolean greets = length >= 3 && language.equals("en") && draw.chance(0.1);
        int asked = greets ? 2 : 0;
        for (int i = 0; i < length; i++) {
            at = at.plusSeconds(8 + draw.below(90));
            if (i % 2 == 1) {
                say(
                        messages,
                        "assistant",
                        i < asked ? "Hello! What can I do for you?" : speech.reply(language, core),
                        at);
            } else if (i < asked) {
                say(messages, "user", speech.greeting(), at);
            } else if (i == asked) {
                say(messages, "user", personal(speech.request(language, core)), at);
            } else {
                say(messages, "user", speech.later(language, phrases), at);
            }
        }
        return at;
    }

    private static void say(ArrayNode messages, String role, String text, Instant at) {
        ObjectNode message = messages.addObject().put("role", role).put("at", at.toString());
        message.putArray("content").addObject().put("type", "text").put("text", text);
    }

    private String foreign(List<String> languages) {
        List<String> others = new ArrayList<>(languages);
        others.remove("en");
        return draw.of(others);
    }

    private Instant start(Topic topic) {
        double u = draw.unit();
        double share = switch (topic.trend()) {
            case 1 -> Math.cbrt(u);
            case -1 -> 1 - Math.cbrt(u);
            default -> u;
        };
        return BEGIN.plus((int) (share * DAYS), ChronoUnit.DAYS)
                .plus(draw.weighted(HOURS), ChronoUnit.HOURS)
                .plusSeconds(draw.below(3600));
    }

    private String account() {
        return "u-" + draw.weighted(accountSums);
    }

    /** Some people say more of themselves than the assistant needs. */
    private String personal(String text) {
        if (!draw.chance(PERSONAL)) {
            return text;
        }
        String person = draw.of(Topic.strings(topics.personal().path("people")));
        String sentence = draw.of(Topic.strings(topics.personal().path("sentences")))
                .replace("{person}", person)
                .replace("{email}", person.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.org")
                .replace("{phone}", "+1 202 555 01" + (10 + draw.below(90)))
                .replace("{street}", draw.of(Topic.strings(topics.personal().path("streets"))))
                .replace("{iban}", "DE89370400440532013000");
        return text + " " + sentence;
    }

    /** Ids in the order of time; a canary where one is due: in the id, in metadata that is not kept, in the first words. */
    private void identify(ObjectNode conversation, int i) {
        boolean planted = i % CANARY_EVERY == 0;
        conversation.put("conversation_id", planted ? "c-" + canary(seed, i) : "c-" + i);
        if (planted) {
            ((ObjectNode) conversation.get("metadata")).put("session", canary(seed, i));
            ObjectNode part = (ObjectNode) conversation.at("/messages/0/content/0");
            part.put("text", part.get("text").asText() + " My reference is " + canary(seed, i) + ".");
        }
    }
}

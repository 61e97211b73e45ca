package murmuration.extraction.shards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import murmuration.core.AccountId;
import murmuration.core.Conversation;
import murmuration.core.ConversationId;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Role;
import murmuration.core.Turn;
import org.jspecify.annotations.Nullable;

/** A conversation as a line of a shard: JSON in one form, the header first, so that a draw need not read the turns. */
public final class ShardLine {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What stands in the place of a conversation that was erased, so that no other moves. */
    static final byte[] ERASED = {};

    private ShardLine() {}

    /** Whether the line's conversation was erased; then there is nothing to read. */
    public static boolean isErased(byte[] line) {
        return line.length == 0;
    }

    /** The line, without its end. */
    public static byte[] write(Conversation conversation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writeHeader(json, conversation);
            json.writeArrayFieldStart("turns");
            for (Turn turn : conversation.turns()) {
                writeTurn(json, turn);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written but memory", e);
        }
        return out.toByteArray();
    }

    private static void writeHeader(JsonGenerator json, Conversation conversation) throws IOException {
        json.writeStringField("id", conversation.id().value().toString());
        AccountId account = conversation.account();
        if (account != null) {
            json.writeStringField("account", account.value().toString());
        }
        writeTime(json, "started", conversation.startedAt());
        writeTime(json, "ended", conversation.endedAt());
        json.writeNumberField(
                "completions",
                conversation.turns().stream()
                        .filter(turn -> turn.role() == Role.ASSISTANT)
                        .count());
        if (!conversation.metadata().isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, List<String>> entry : conversation.metadata().entrySet()) {
                writeList(json, entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void writeTurn(JsonGenerator json, Turn turn) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", turn.role().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", turn.text());
        writeList(json, "tools", turn.toolCalls());
        writeList(json, "attachments", turn.attachments());
        json.writeEndObject();
    }

    private static void writeTime(JsonGenerator json, String field, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(field, time.toString());
        }
    }

    private static void writeList(JsonGenerator json, String field, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeFieldName(field);
            json.writeArray(values.toArray(String[]::new), 0, values.size());
        }
    }

    /** Reads what stands before the turns. */
    public static Header readHeader(byte[] line) {
        requireThere(line);
        Reader reader = new Reader();
        reader.read(line, false);
        return new Header(new ConversationId(reader.id), reader.account(), reader.started, reader.completions);
    }

    /** Reads all of it. */
    public static Conversation read(byte[] line) {
        requireThere(line);
        Reader reader = new Reader();
        reader.read(line, true);
        return new Conversation(
                new ConversationId(reader.id),
                reader.account(),
                reader.started,
                reader.ended,
                reader.metadata,
                reader.turns);
    }

    /** Who was to read it was given its work before; what erases tells the run to start over. */
    private static void requireThere(byte[] line) {
        if (isErased(line)) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "a conversation is being erased");
        }
    }

    /** The fields of one line. */
    private static final class Reader {
        private UUID id = new UUID(0, 0);
        private @Nullable UUID account;
        private @Nullable Instant started;
        private @Nullable Instant ended;
        private int completions;
        private final SortedMap<String, List<String>> metadata = new TreeMap<>();
        private final List<Turn> turns = new ArrayList<>();

        @Nullable
        AccountId account() {
            return account == null ? null : new AccountId(account);
        }

        void read(byte[] line, boolean withTurns) {
            try (JsonParser json = JSON.createParser(line)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    json.nextToken();
                    if (field.equals("turns") && !withTurns) {
                        return;
                    }
                    field(field, json);
                }
            } catch (IOException | RuntimeException e) {
                throw new MurmurationException(ErrorCode.INTERNAL, "a shard holds a damaged line", e);
            }
        }

        private void field(String field, JsonParser json) throws IOException {
            switch (field) {
                case "id" -> id = UUID.fromString(json.getText());
                case "account" -> account = UUID.fromString(json.getText());
                case "started" -> started = Instant.parse(json.getText());
                case "ended" -> ended = Instant.parse(json.getText());
                case "completions" -> completions = json.getIntValue();
                case "metadata" -> {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String key = json.currentName();
                        json.nextToken();
                        metadata.put(key, texts(json));
                    }
                }
                case "turns" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        turns.add(turn(json));
                    }
                }
                default -> json.skipChildren();
            }
        }

        private static Turn turn(JsonParser json) throws IOException {
            Role role = Role.USER;
            String text = "";
            List<String> tools = List.of();
            List<String> attachments = List.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "role" -> role = Role.valueOf(json.getText().toUpperCase(Locale.ROOT));
                    case "text" -> text = json.getText();
                    case "tools" -> tools = texts(json);
                    case "attachments" -> attachments = texts(json);
                    default -> json.skipChildren();
                }
            }
            return new Turn(role, text, tools, attachments);
        }

        private static List<String> texts(JsonParser json) throws IOException {
            List<String> texts = new ArrayList<>();
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                texts.add(json.getText());
            }
            return texts;
        }
    }
}

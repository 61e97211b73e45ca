package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Turn;
import org.jspecify.annotations.Nullable;

/** A conversation while it is read from a record, with its source's own ids; the first fault found spoils it. */
public final class Draft {
    private static final int MAX_VALUES = 50;
    private static final int MAX_VALUE_LENGTH = 200;

    private final Reading reading;
    private final SortedMap<String, List<String>> metadata = new TreeMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private @Nullable String id;
    private @Nullable String account;
    private @Nullable String fallbackAccount;
    private int fallbackRank = Integer.MAX_VALUE;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable Instant firstTurnAt;
    private @Nullable Instant lastTurnAt;
    private @Nullable Rule fault;

    Draft(Reading reading) {
        this.reading = reading;
    }

    /** The source's id of it. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The source's id of whose it is. */
    public Optional<String> account() {
        return Optional.ofNullable(account == null ? fallbackAccount : account);
    }

    /** When it began: as the record says, else the time of its earliest turn. */
    public @Nullable Instant startedAt() {
        return startedAt == null ? firstTurnAt : startedAt;
    }

    /** When it ended: as the record says, else the time of its latest turn. */
    public @Nullable Instant endedAt() {
        return endedAt == null ? lastTurnAt : endedAt;
    }

    /** What was kept beside the turns. */
    public SortedMap<String, List<String>> metadata() {
        return Collections.unmodifiableSortedMap(metadata);
    }

    /** What was said. */
    public List<Turn> turns() {
        return Collections.unmodifiableList(turns);
    }

    /** Which rule the record breaks. */
    public Optional<Rule> fault() {
        return Optional.ofNullable(fault);
    }

    void reject(Rule rule) {
        if (fault == null) {
            fault = rule;
        }
    }

    void readId(JsonParser json) throws IOException {
        id = Scalars.text(json).filter(text -> !text.isBlank()).orElse(id);
    }

    /** An id that counts where there is no better one. */
    void readOtherId(JsonParser json) throws IOException {
        Optional<String> other = Scalars.text(json).filter(text -> !text.isBlank());
        id = id == null ? other.orElse(null) : id;
        readUnknown("id", json);
    }

    void readAccount(JsonParser json) throws IOException {
        Scalars.text(json).ifPresent(this::account);
    }

    void account(String text) {
        if (account == null && !text.isBlank()) {
            account = text;
        }
    }

    void readStart(JsonParser json) throws IOException {
        startedAt = readTime(json).orElse(startedAt);
    }

    /** A beginning that counts where there is no better one; what is no time of ours is somebody else's. */
    void readOtherStart(JsonParser json) throws IOException {
        Optional<Instant> other = Scalars.text(json).flatMap(Times::parse);
        startedAt = startedAt == null ? other.orElse(null) : startedAt;
        readUnknown("created_at", json);
    }

    /** Rejects what is no time of ours, where a field is there for one. */
    void requireTime(JsonParser json) throws IOException {
        readTime(json);
    }

    void readEnd(JsonParser json) throws IOException {
        endedAt = readTime(json).orElse(endedAt);
    }

    void readTurnTime(JsonParser json) throws IOException {
        readTime(json).ifPresent(time -> {
            firstTurnAt = firstTurnAt == null || time.isBefore(firstTurnAt) ? time : firstTurnAt;
            lastTurnAt = lastTurnAt == null || time.isAfter(lastTurnAt) ? time : lastTurnAt;
        });
    }

    private Optional<Instant> readTime(JsonParser json) throws IOException {
        Optional<String> text = Scalars.text(json).filter(t -> !Times.isNone(t));
        Optional<Instant> time = text.flatMap(Times::parse);
        if (text.isPresent() && time.isEmpty()) {
            reject(Rule.MALFORMED_TIME);
        }
        return time;
    }

    void add(Turn turn) {
        turns.add(turn);
    }

    /** Reads an object of metadata: the keys {@code prefix.<key>} that are allowed, and the account where it is there. */
    void readMetadata(String prefix, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = prefix + "." + json.currentName();
            json.nextToken();
            readField(field, field, json);
        }
    }

    /** Reads a field that the format does not know: it may be allowed as metadata, or name the account. */
    void readUnknown(String field, JsonParser json) throws IOException {
        readField(field, "metadata." + field, json);
    }

    private void readField(String field, String key, JsonParser json) throws IOException {
        int rank = reading.accountFields().indexOf(field);
        if (rank >= 0 && rank < fallbackRank) {
            Scalars.text(json).filter(text -> !text.isBlank()).ifPresent(text -> {
                fallbackAccount = text;
                fallbackRank = rank;
            });
        } else if (rank < 0 && reading.metadataKeys().contains(key)) {
            List<String> values = Scalars.texts(json).stream()
                    .map(value -> Scalars.clean(value).strip())
                    .filter(value -> !value.isEmpty() && value.length() <= MAX_VALUE_LENGTH)
                    .distinct()
                    .limit(MAX_VALUES)
                    .toList();
            if (!values.isEmpty()) {
                metadata.put(key, values);
            }
        } else {
            json.skipChildren();
        }
    }

    void finish() {
        if (turns.isEmpty()) {
            reject(Rule.NO_MESSAGES);
        } else if (turns.stream().allMatch(Draft::isEmpty)) {
            reject(Rule.NOTHING_SAID);
        }
    }

    private static boolean isEmpty(Turn turn) {
        return turn.text().isBlank()
                && turn.toolCalls().isEmpty()
                && turn.attachments().isEmpty();
    }
}

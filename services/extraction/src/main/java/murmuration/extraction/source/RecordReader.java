package murmuration.extraction.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns records into drafts of conversations. Not thread-safe: each thread has its own. */
public final class RecordReader {
    /** Where the formats have their messages. */
    private static final Set<String> LISTS = Set.of("messages", "conversations", "conversation");

    private final Reading reading;
    private final Format format;
    private final JsonFactory json;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private CharBuffer chars = CharBuffer.allocate(1 << 14);

    RecordReader(Reading reading, Format format) {
        this.reading = reading;
        this.format = format;
        json = factory(reading);
    }

    /** The record as a draft, with a fault where it breaks a rule; the content of a faulty draft is not to be used. */
    public Draft read(Raw raw) {
        Draft draft = new Draft(reading);
        Rule known = raw.fault();
        if (known != null) {
            draft.reject(known);
        } else if (!decode(raw.bytes())) {
            draft.reject(Rule.MALFORMED_UTF8);
        } else {
            parse(draft);
        }
        return draft;
    }

    /** The keys of a record's object, that of its messages only where a list stands there; none if it is not one. */
    static Set<String> keys(Raw raw, Reading reading) {
        Set<String> keys = new LinkedHashSet<>();
        if (raw.fault() != null) {
            return keys;
        }
        try (JsonParser parser = factory(reading).createParser(raw.bytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    if (parser.nextToken() == JsonToken.START_ARRAY || !LISTS.contains(key)) {
                        keys.add(key);
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // half a record says nothing about the file's format
            return Set.of();
        }
        return keys;
    }

    private static JsonFactory factory(Reading reading) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(reading.maxRecordBytes())
                        .maxNestingDepth(200)
                        .build())
                // what strangers name their fields is not worth keeping
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private boolean decode(byte[] bytes) {
        if (chars.capacity() < bytes.length) {
            chars = CharBuffer.allocate(bytes.length);
        }
        chars.clear();
        CoderResult result = utf8.reset().decode(ByteBuffer.wrap(bytes), chars, true);
        chars.flip();
        return !result.isError();
    }

    private void parse(Draft draft) {
        try (JsonParser parser = json.createParser(chars.array(), 0, chars.limit())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                draft.reject(Rule.NOT_AN_OBJECT);
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                format.read(field, parser, draft);
            }
            @Nullable JsonToken after = parser.nextToken();
            if (after != null) {
                draft.reject(Rule.MALFORMED_JSON);
            }
            draft.finish();
        } catch (JsonProcessingException e) {
            draft.reject(Rule.MALFORMED_JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("no input or output happens here", e);
        }
    }
}

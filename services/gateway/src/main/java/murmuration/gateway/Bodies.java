package murmuration.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Reads bodies that people and programs send: bounded, one document, no key twice; a fault names the line, not its text. */
final class Bodies {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final long most;

    /** @param most bytes that are read at most */
    Bodies(long most) {
        this.most = most;
    }

    /** One JSON document. */
    JsonNode json(InputStream body) {
        return read(JSON, "JSON", body);
    }

    /** One YAML document; JSON is YAML too. */
    JsonNode yaml(InputStream body) {
        return read(YAML, "YAML", body);
    }

    private JsonNode read(ObjectMapper mapper, String format, InputStream body) {
        try {
            byte[] bytes = body.readNBytes(Math.toIntExact(most) + 1);
            if (bytes.length > most) {
                throw new MurmurationException(ErrorCode.TOO_LARGE, "a body is at most %,d bytes".formatted(most));
            }
            JsonNode node = mapper.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the body is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    "the body is not one document of " + format
                            + (at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the body ended early", e);
        }
    }
}

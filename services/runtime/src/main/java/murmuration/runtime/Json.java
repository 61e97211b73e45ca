package murmuration.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.MurmurationException;

/** JSON in one form everywhere: keys in order, nothing that is null, times as RFC 3339. What is digested is written by it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .addMixIn(Facet.class, FacetTypes.class)
            .build();

    private Json() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Facet.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Facet.Category.class, name = "category"),
        @JsonSubTypes.Type(value = Facet.Number.class, name = "number"),
        @JsonSubTypes.Type(value = Facet.Flag.class, name = "boolean")
    })
    private interface FacetTypes {}

    /** The mapper itself, for trees and streams. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The value in its one form. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, value.getClass() + " is not JSON", e);
        }
    }

    /** Reads a value back. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "not the JSON of a " + type.getSimpleName(), e);
        }
    }

    /** Reads a value of a generic type back. */
    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INVALID_INPUT, "not the JSON of a " + type.getType(), e);
        }
    }
}

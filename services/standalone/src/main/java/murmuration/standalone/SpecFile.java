package murmuration.standalone;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.spec.DatasetFacts;
import murmuration.gateway.spec.Fault;
import murmuration.gateway.spec.SpecReader;

/**
 * A spec that a person wrote into a file. Its faults are told before anything is imported for it; the server looks again,
 * since what is allowed depends on the data set too.
 */
final class SpecFile {
    /** Reads "yes" and "off" as the words that they are; one document, no field twice, as the API reads it. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SpecFile() {}

    /** The spec as it stands in the file; throws {@link ErrorCode#INVALID_SPEC} with every fault and its place. */
    static ObjectNode read(Path file) {
        if (Files.isDirectory(file)) {
            throw refused("cannot read " + file + ": it is a folder; name a file");
        }
        try {
            JsonNode read = YAML.readTree(Files.readString(file));
            if (!(read instanceof ObjectNode spec)) {
                throw refused(file + ": a spec is a map of fields, for instance: seed: 7");
            }
            check(file, spec);
            return spec;
        } catch (JsonProcessingException e) {
            throw refused(file + ": not one document of YAML, or a field stands there twice, at line "
                    + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()));
        } catch (NoSuchFileException e) {
            throw refused("cannot read " + file + ": there is no such file; check the path");
        } catch (IOException e) {
            throw refused("cannot read " + file + ": " + DataFolder.reason(e));
        }
    }

    /** The metadata that the spec's facets ask for, which must be kept at import. */
    static List<String> metadataKeys(ObjectNode spec) {
        List<String> keys = new ArrayList<>();
        if (spec.path("facets") instanceof ArrayNode facets) {
            for (JsonNode facet : facets) {
                String id = facet.asText("");
                if (id.startsWith("metadata.") || id.startsWith("labels.")) {
                    keys.add(id);
                }
            }
        }
        return keys;
    }

    private static void check(Path file, ObjectNode spec) {
        ObjectNode complete = spec.has("dataset") ? spec : spec.deepCopy().put("dataset", "any");
        List<Fault> faults = new SpecReader(any -> Optional.of(new DatasetFacts(any, any, 0)))
                .read(complete)
                .faults();
        if (!faults.isEmpty()) {
            StringBuilder said = new StringBuilder(file.toString())
                    .append(" has ")
                    .append(faults.size() == 1 ? "1 fault" : faults.size() + " faults");
            faults.forEach(fault ->
                    said.append("\n  ").append(fault.pointer()).append(": ").append(fault.detail()));
            throw refused(said.toString());
        }
    }

    private static MurmurationException refused(String message) {
        return new MurmurationException(ErrorCode.INVALID_SPEC, message);
    }
}

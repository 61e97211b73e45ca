package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A manifest as somebody checks it who has the file, the API and nothing else. */
final class ManifestFile {
    private ManifestFile() {}

    /** It keeps to the published schema, and has the sum that the API shows and the audit has recorded. */
    static void check(Packaged packaged, String run, Path file) throws IOException {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(packaged.text("/api/v1/schemas/manifest.json"), InputFormat.JSON)
                        .validate(Files.readString(file), InputFormat.JSON))
                .isEmpty();
        assertThat(packaged.text("/api/v1/runs/" + run + "/manifest")).isEqualTo(Files.readString(file));
        String sum = sha256(Files.readAllBytes(file));
        assertThat(packaged.get("/runs/" + run + "/tree").path("manifestDigest").asText())
                .isEqualTo(sum);
        assertThat(packaged.get("/audit?limit=199&run=" + run).findValuesAsText("manifest"))
                .containsExactly(sum);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

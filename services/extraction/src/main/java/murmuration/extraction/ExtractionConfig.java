package murmuration.extraction;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator may set of extraction. */
@ConfigMapping(prefix = "murmuration.extraction")
public interface ExtractionConfig {
    /**
     * Folders whose files may be imported by path; {@code {tenant}} in one stands for the tenant that imports, without it the
     * folder is open to all. Where none is given: {@code import/{tenant}} in the data folder.
     */
    Optional<List<Path>> roots();

    /** Metadata keys that every import keeps, {@code metadata.<key>} or {@code labels.<key>}; none by default. */
    Optional<List<String>> metadataKeys();

    /** Fields that name the account where a format has none of its own; the first one that a record has wins. */
    @WithDefault("user,user_id,metadata.user_id")
    List<String> accountFields();

    /** Records of more bytes than this are quarantined; an import holds a few of them in memory. */
    @WithDefault("16777216")
    int maxRecordBytes();

    /** Tokens that a transcript may have; of a longer one the middle is left out. Changes results. */
    @WithDefault("8000")
    int transcriptTokens();

    /** How long a batch at a provider is left alone before it is looked at; grows with its age to five times as long. */
    @WithDefault("PT1M")
    Duration batchPoll();

    /** Conversations that the embedded model works on at once; as many as there are cores where it is not given. */
    OptionalInt concurrency();
}

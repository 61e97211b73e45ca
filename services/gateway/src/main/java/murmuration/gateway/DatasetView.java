package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runs.v1.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the API shows it.
 *
 * @param accounts distinct ones, rounded to ten from a hundred on
 * @param progress records read so far, while it is imported
 * @param faults line and rule of the first records in quarantine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetView(
        String id,
        String name,
        String state,
        @Nullable String digest,
        long conversations,
        long accounts,
        long withoutAccount,
        int shards,
        Map<String, Long> formats,
        Map<String, Long> quarantined,
        List<String> faults,
        @Nullable String firstAt,
        @Nullable String lastAt,
        long sizeBytes,
        long progress,
        @Nullable String createdAt,
        RunView.@Nullable Failure error) {
    private static final long EXACT_UNDER = 100;
    private static final long STEP = 10;

    static DatasetView of(Dataset dataset) {
        return new DatasetView(
                dataset.getId(),
                dataset.getName(),
                dataset.getState(),
                RunView.orNull(dataset.getDigest()),
                dataset.getConversations(),
                rounded(dataset.getAccounts()),
                dataset.getWithoutAccount(),
                dataset.getShards(),
                new TreeMap<>(dataset.getFormatsMap()),
                new TreeMap<>(dataset.getQuarantinedMap()),
                dataset.getFaultsList(),
                RunView.orNull(dataset.getFirstAt()),
                RunView.orNull(dataset.getLastAt()),
                dataset.getSizeBytes(),
                dataset.getProgress(),
                RunView.time(dataset.hasCreatedAt(), dataset.getCreatedAt()),
                RunView.failure(dataset.getErrorCode(), dataset.getErrorMessage()));
    }

    private static long rounded(long accounts) {
        return accounts < EXACT_UNDER ? accounts : (accounts + STEP / 2) / STEP * STEP;
    }
}

package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runs.v1.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * A data set as the API shows it. Its conversations are counted as roughly as a coverage of them must be, so that what a
 * coverage merges is not the rest of a subtraction.
 *
 * @param conversations to the nearest ten, from a thousand on to the nearest fifty
 * @param accounts distinct ones, the same
 * @param firstAt day, in UTC, of its first conversation; lastAt: of its last
 * @param progress records read so far, while it is imported, the same
 * @param expiredAt when its conversations went by retention
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
        int shards,
        List<String> formats,
        Map<String, Long> quarantined,
        List<String> faults,
        @Nullable String firstAt,
        @Nullable String lastAt,
        long sizeBytes,
        @Nullable Long progress,
        @Nullable String createdAt,
        @Nullable String expiredAt,
        RunView.@Nullable Failure error) {
    private static final long LARGE = 1_000;

    static DatasetView of(Dataset dataset) {
        return new DatasetView(
                dataset.getId(),
                dataset.getName(),
                dataset.getState(),
                RunView.orNull(dataset.getDigest()),
                rounded(dataset.getConversations()),
                rounded(dataset.getAccounts()),
                dataset.getShards(),
                dataset.getFormatsMap().keySet().stream().sorted().toList(),
                new TreeMap<>(dataset.getQuarantinedMap()),
                dataset.getFaultsList(),
                RunView.orNull(dataset.getFirstAt()),
                RunView.orNull(dataset.getLastAt()),
                dataset.getSizeBytes(),
                dataset.getState().equals("IMPORTING") ? rounded(dataset.getProgress()) : null,
                RunView.time(dataset.hasCreatedAt(), dataset.getCreatedAt()),
                RunView.time(dataset.hasExpiredAt(), dataset.getExpiredAt()),
                RunView.failure(dataset.getErrorCode(), dataset.getErrorMessage()));
    }

    private static long rounded(long count) {
        long step = count < LARGE ? 10 : 50;
        return (count + step / 2) / step * step;
    }
}

package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import murmuration.privacy.v1.ReadSafetyRunResponse;
import murmuration.privacy.v1.SafetyCluster;
import murmuration.privacy.v1.SafetyConversation;
import murmuration.runs.v1.SafetyRun;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * A safety run as the API shows it to those few who may see it.
 *
 * @param state WAITING for another person's yes, QUEUED, RUNNING, PAUSED, READY, ERASED with an account or by retention,
 *     FAILED, CANCELED, EXPIRED
 * @param spec the complete spec
 * @param stage where it is
 * @param approvedBy absent while it waits
 * @param goneAt when all of it was deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SafetyView(
        String id,
        String name,
        RunView.Named dataset,
        String state,
        @Nullable String stage,
        JsonNode spec,
        String reason,
        String askedBy,
        @Nullable String askedAt,
        @Nullable String approvedBy,
        @Nullable String approvedAt,
        @Nullable String expiresAt,
        @Nullable String goneAt,
        RunView.@Nullable Failure error) {

    static SafetyView of(SafetyRun run) {
        return new SafetyView(
                run.getId(),
                run.getName(),
                new RunView.Named(run.getDatasetId(), run.getDatasetName()),
                run.getState(),
                RunView.orNull(run.getStage()),
                Json.read(run.getSpecJson(), JsonNode.class),
                run.getReason(),
                run.getAskedBy(),
                RunView.time(run.hasAskedAt(), run.getAskedAt()),
                RunView.orNull(run.getApprovedBy()),
                RunView.time(run.hasApprovedAt(), run.getApprovedAt()),
                RunView.time(run.hasExpiresAt(), run.getExpiresAt()),
                RunView.time(run.hasGoneAt(), run.getGoneAt()),
                RunView.failure(run.getErrorCode(), run.getErrorMessage()));
    }

    /**
     * A cluster of any size, which nobody has reviewed.
     *
     * @param parent absent at the top
     * @param name empty where none was found
     * @param conversations exactly
     * @param accounts distinct ones, exactly
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cluster(
            String id,
            int level,
            @Nullable String parent,
            String name,
            String description,
            long conversations,
            long accounts) {
        static Cluster of(SafetyCluster cluster) {
            return new Cluster(
                    cluster.getId(),
                    cluster.getLevel(),
                    RunView.orNull(cluster.getParentId()),
                    cluster.getName(),
                    cluster.getDescription(),
                    cluster.getConversations(),
                    cluster.getAccounts());
        }
    }

    /** A conversation and who is behind it, under the pseudonyms that the import gave them. */
    public record Conversation(String id, String account) {
        static Conversation of(SafetyConversation conversation) {
            return new Conversation(conversation.getId(), conversation.getAccount());
        }
    }

    /** A cluster with a page of the conversations in it; a parent's are in its children. @param next as of any page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Detail(
            Cluster cluster,
            List<Conversation> conversations,
            @Nullable String next) {
        static Detail of(ReadSafetyRunResponse read, long after, int limit) {
            return new Detail(
                    Cluster.of(read.getClusters(0)),
                    read.getConversationsList().stream().map(Conversation::of).toList(),
                    following(read.getConversationsCount(), after, limit));
        }
    }

    static Items<Cluster> clusters(ReadSafetyRunResponse read, long after, int limit) {
        return new Items<>(
                read.getClustersList().stream().map(Cluster::of).toList(),
                following(read.getClustersCount(), after, limit));
    }

    private static @Nullable String following(int read, long after, int limit) {
        return read < limit ? null : String.valueOf(after + limit);
    }
}

package murmuration.runtime.access;

import java.util.Map;
import java.util.Set;

/** The table of every RPC and the processes that may call it. What does not stand here nobody may call. */
public final class Callers {
    private static final String EXTRACTION = "murmuration.extraction.v1.ExtractionService/";
    private static final String EMBEDDING = "murmuration.embedding.v1.EmbeddingService/";
    private static final String CLUSTERING = "murmuration.clustering.v1.ClusteringService/";
    private static final String HIERARCHY = "murmuration.hierarchy.v1.HierarchyService/";
    private static final String PRIVACY = "murmuration.privacy.v1.PrivacyService/";
    private static final String SAFETY = "murmuration.runs.v1.SafetyService/";
    private static final String RUNS = "murmuration.runs.v1.RunService/";

    private static final Set<String> GATEWAY = Set.of("gateway");
    private static final Set<String> WORKFLOWS = Set.of("workflows");

    private static final Map<String, Set<String>> TABLE = Map.ofEntries(
            Map.entry(EXTRACTION + "UploadFile", GATEWAY),
            Map.entry(EXTRACTION + "IdentifySource", WORKFLOWS),
            Map.entry(EXTRACTION + "DiscardUpload", WORKFLOWS),
            Map.entry(EXTRACTION + "CheckBudget", WORKFLOWS),
            Map.entry(EXTRACTION + "ImportDataset", WORKFLOWS),
            Map.entry(EXTRACTION + "DeleteDataset", WORKFLOWS),
            Map.entry(EXTRACTION + "EraseAccount", WORKFLOWS),
            Map.entry(EXTRACTION + "PurgeAccount", WORKFLOWS),
            Map.entry(EXTRACTION + "EraseRun", WORKFLOWS),
            Map.entry(EXTRACTION + "EraseAnswers", WORKFLOWS),
            Map.entry(EXTRACTION + "EstimateRun", WORKFLOWS),
            Map.entry(EXTRACTION + "PlanRun", WORKFLOWS),
            Map.entry(EXTRACTION + "ProcessBatch", WORKFLOWS),
            Map.entry(EXTRACTION + "AdvanceBatches", WORKFLOWS),
            Map.entry(EXTRACTION + "CancelBatches", WORKFLOWS),
            Map.entry(EXTRACTION + "QuarantineConversation", WORKFLOWS),
            Map.entry(EXTRACTION + "SealExtraction", WORKFLOWS),
            Map.entry(EMBEDDING + "ProcessBatch", WORKFLOWS),
            Map.entry(EMBEDDING + "SealVectors", WORKFLOWS),
            Map.entry(EMBEDDING + "EmbedTexts", Set.of("clustering", "hierarchy", "privacy")),
            Map.entry(EMBEDDING + "DropVectors", WORKFLOWS),
            Map.entry(CLUSTERING + "TrainClusters", WORKFLOWS),
            Map.entry(CLUSTERING + "AssignShard", WORKFLOWS),
            Map.entry(CLUSTERING + "SealClusters", WORKFLOWS),
            Map.entry(CLUSTERING + "ReassignSmall", WORKFLOWS),
            Map.entry(CLUSTERING + "FindOutside", WORKFLOWS),
            Map.entry(CLUSTERING + "LayoutMap", WORKFLOWS),
            Map.entry(CLUSTERING + "EraseRun", WORKFLOWS),
            Map.entry(HIERARCHY + "NameClusters", WORKFLOWS),
            Map.entry(HIERARCHY + "RaiseLevel", WORKFLOWS),
            Map.entry(HIERARCHY + "SealHierarchy", WORKFLOWS),
            Map.entry(HIERARCHY + "EraseRun", WORKFLOWS),
            Map.entry(HIERARCHY + "EraseAnswers", WORKFLOWS),
            Map.entry(PRIVACY + "ApplyMinimums", WORKFLOWS),
            Map.entry(PRIVACY + "ReviewClusters", WORKFLOWS),
            Map.entry(PRIVACY + "PublishRun", WORKFLOWS),
            Map.entry(PRIVACY + "EraseRun", WORKFLOWS),
            Map.entry(PRIVACY + "EraseAnswers", WORKFLOWS),
            Map.entry(PRIVACY + "ReadSafetyRun", GATEWAY),
            Map.entry(SAFETY + "AskSafetyRun", GATEWAY),
            Map.entry(SAFETY + "ApproveSafetyRun", GATEWAY),
            Map.entry(SAFETY + "GetSafetyRun", GATEWAY),
            Map.entry(SAFETY + "ListSafetyRuns", GATEWAY),
            Map.entry(SAFETY + "EndSafetyRun", GATEWAY),
            Map.entry(RUNS + "CreateDataset", GATEWAY),
            Map.entry(RUNS + "GetDataset", GATEWAY),
            Map.entry(RUNS + "ListDatasets", GATEWAY),
            Map.entry(RUNS + "DeleteDataset", GATEWAY),
            Map.entry(RUNS + "EraseAccount", GATEWAY),
            Map.entry(RUNS + "StartRun", GATEWAY),
            Map.entry(RUNS + "EstimateRun", GATEWAY),
            Map.entry(RUNS + "GetRun", GATEWAY),
            Map.entry(RUNS + "ListRuns", GATEWAY),
            Map.entry(RUNS + "SteerRun", GATEWAY),
            Map.entry(RUNS + "SetBudget", GATEWAY),
            Map.entry(RUNS + "WatchRun", GATEWAY),
            Map.entry(RUNS + "ListAudit", GATEWAY),
            Map.entry(RUNS + "VerifyAudit", GATEWAY),
            Map.entry(RUNS + "ListCheckpoints", GATEWAY));

    private Callers() {}

    /** Who may call an RPC, {@code package.Service/Method}; nobody where the table does not have it. */
    public static Set<String> of(String rpc) {
        return TABLE.getOrDefault(rpc, Set.of());
    }

    /** Every RPC that somebody may call. */
    public static Set<String> rpcs() {
        return TABLE.keySet();
    }
}

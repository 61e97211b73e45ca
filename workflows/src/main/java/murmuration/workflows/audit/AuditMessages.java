package murmuration.workflows.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.Timestamp;
import java.util.Map;
import java.util.Objects;
import murmuration.core.MurmurationException;
import murmuration.runs.v1.VerifyAuditResponse;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** The audit as it is sent. */
public final class AuditMessages {
    private static final TypeReference<Map<String, String>> DIGESTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private AuditMessages() {}

    /** A record; what cannot be read of one that somebody changed is left out. */
    public static murmuration.runs.v1.AuditRecord message(AuditRecord record) {
        AuditRecord.Content content = record.content();
        return murmuration.runs.v1.AuditRecord.newBuilder()
                .setSequence(record.sequence())
                .setAt(Timestamp.newBuilder()
                        .setSeconds(content.at().toEpochSecond())
                        .setNanos(content.at().getNano()))
                .setProcess(content.process())
                .setWho(content.who())
                .setWhat(content.what())
                .setDatasetId(content.dataset())
                .setRunId(content.run())
                .putAllDigests(digests(content))
                .putAllCounts(counts(content))
                .setHash(record.hash())
                .build();
    }

    /** A checkpoint. */
    public static murmuration.runs.v1.Checkpoint message(Checkpoint checkpoint) {
        return murmuration.runs.v1.Checkpoint.newBuilder()
                .setNumber(checkpoint.number())
                .setSequence(checkpoint.sequence())
                .setHash(checkpoint.hash())
                .setAt(checkpoint.at())
                .setPrevious(checkpoint.previous())
                .setKey(checkpoint.key())
                .setSignature(checkpoint.signature())
                .build();
    }

    /** What was found. */
    public static VerifyAuditResponse message(AuditReport report) {
        VerifyAuditResponse.Builder message = VerifyAuditResponse.newBuilder()
                .setRecords(report.records())
                .setHeadHash(report.head())
                .setCheckpoints(report.checkpoints())
                .setSignedSequence(report.signed());
        report.fault()
                .ifPresent(fault -> message.setFault(murmuration.runs.v1.AuditFault.newBuilder()
                        .setKind(fault.kind().name())
                        .setSequence(fault.sequence())
                        .setOther(fault.other())
                        .setCheckpoint(fault.checkpoint())));
        return message.build();
    }

    /** What a record says; nothing where that cannot be read. */
    static Map<String, String> digests(AuditRecord.Content content) {
        return read(content.digests(), DIGESTS);
    }

    /** The same of its counts. */
    static Map<String, Long> counts(AuditRecord.Content content) {
        return read(content.counts(), COUNTS);
    }

    private static <T> Map<String, T> read(String json, TypeReference<Map<String, T>> type) {
        try {
            @Nullable Map<String, T> read = Json.read(json, type);
            return read == null || read.values().stream().anyMatch(Objects::isNull) ? Map.of() : read;
        } catch (MurmurationException e) {
            return Map.of();
        }
    }
}

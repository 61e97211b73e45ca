package murmuration.workflows.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.protobuf.Timestamp;
import java.util.Map;
import murmuration.core.MurmurationException;
import murmuration.runs.v1.VerifyAuditResponse;
import murmuration.runtime.Json;

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
                .putAllDigests(read(content.digests(), DIGESTS))
                .putAllCounts(read(content.counts(), COUNTS))
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

    private static <T> Map<String, T> read(String json, TypeReference<Map<String, T>> type) {
        try {
            return Json.read(json, type);
        } catch (MurmurationException e) {
            return Map.of();
        }
    }
}

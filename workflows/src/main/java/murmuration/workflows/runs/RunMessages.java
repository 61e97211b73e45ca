package murmuration.workflows.runs;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import murmuration.runs.v1.EstimateRunResponse;
import murmuration.runs.v1.EstimatedTime;
import murmuration.runs.v1.StageProgress;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** Runs and data sets as they are sent. */
final class RunMessages {
    private RunMessages() {}

    static murmuration.runs.v1.Run message(Run exact) {
        Run run = exact.shown();
        var message = murmuration.runs.v1.Run.newBuilder()
                .setId(run.key().runId())
                .setName(run.subject().name())
                .setDatasetId(run.subject().datasetId())
                .setDatasetName(run.subject().datasetName())
                .setState(run.standing().state().name())
                .setReason(run.standing().reason())
                .setStage(run.standing().stage())
                .setSpecJson(Json.write(run.spec()))
                .setSpecDigest(run.specDigest())
                .setErrorCode(run.failure().code())
                .setErrorMessage(run.failure().message())
                .setResultDigest(run.result().digest())
                .setClusters(run.result().clusters())
                .setStartedBy(run.startedBy())
                .setVersion(run.version());
        run.stages().forEach(stage -> message.addStages(message(stage)));
        message.setCost(message(run.cost()));
        message.setCreatedAt(timestamp(run.times().createdAt()));
        whenKnown(run.times().startedAt(), message::setStartedAt);
        whenKnown(run.times().endedAt(), message::setEndedAt);
        whenKnown(run.times().erasedAt(), message::setErasedAt);
        message.putAllExpired(run.times().expired());
        return message.build();
    }

    static murmuration.runs.v1.Dataset message(Dataset dataset) {
        Dataset.Contents contents = dataset.contents();
        var message = murmuration.runs.v1.Dataset.newBuilder()
                .setId(dataset.key().datasetId())
                .setName(dataset.name())
                .setState(dataset.state().name())
                .setDigest(contents.digest())
                .setConversations(contents.conversations() - contents.erased())
                .setAccounts(contents.accounts())
                .setWithoutAccount(contents.withoutAccount())
                .setShards(contents.shards())
                .putAllFormats(contents.formats())
                .putAllQuarantined(contents.quarantined())
                .addAllFaults(contents.faults())
                .setFirstAt(day(contents.firstAt()))
                .setLastAt(day(contents.lastAt()))
                .setSizeBytes(contents.sizeBytes())
                .setCreatedAt(timestamp(dataset.createdAt()))
                .setErrorCode(dataset.failure().code())
                .setErrorMessage(dataset.failure().message())
                .setProgress(dataset.progress());
        whenKnown(dataset.expiredAt(), message::setExpiredAt);
        return message.build();
    }

    static murmuration.runs.v1.SafetyRun message(SafetyRun safety) {
        Run run = safety.run();
        var message = murmuration.runs.v1.SafetyRun.newBuilder()
                .setId(run.key().runId())
                .setState(safety.state())
                .setName(run.subject().name())
                .setDatasetId(run.subject().datasetId())
                .setDatasetName(run.subject().datasetName())
                .setSpecJson(Json.write(run.spec()))
                .setReason(safety.terms().reason())
                .setAskedBy(run.startedBy())
                .setAskedAt(timestamp(safety.askedAt()))
                .setExpiresAt(timestamp(safety.terms().expiresAt()))
                .setStage(run.standing().stage())
                .setErrorCode(run.failure().code())
                .setErrorMessage(run.failure().message());
        if (safety.approval() != null) {
            message.setApprovedBy(safety.approval().by());
            message.setApprovedAt(timestamp(safety.approval().at()));
        }
        whenKnown(safety.goneAt(), message::setGoneAt);
        return message.build();
    }

    private static murmuration.runs.v1.Cost message(Cost cost) {
        var message = murmuration.runs.v1.Cost.newBuilder()
                .setReservedMicros(cost.reservedMicros())
                .setReservedCalls(cost.reservedCalls());
        Cost.Estimate expected = cost.estimate();
        if (expected != null) {
            message.setEstimate(message(expected));
        }
        for (Cost.Usage usage : cost.usage()) {
            var line = message.addUsageBuilder()
                    .setStage(usage.purpose().stage().name())
                    .setPurpose(usage.purpose().name())
                    .setModel(usage.model())
                    .setOutcome(usage.outcome())
                    .setCalls(usage.calls())
                    .setInputTokens(usage.inputTokens())
                    .setOutputTokens(usage.outputTokens());
            if (usage.micros() != null) {
                line.setMicros(usage.micros());
            }
        }
        cost.stored()
                .forEach(stored -> message.addStoredBuilder()
                        .setStage(stored.purpose().stage().name())
                        .setPurpose(stored.purpose().name())
                        .setModel(stored.model())
                        .setAnswers(stored.answers()));
        return message.build();
    }

    private static murmuration.runs.v1.Estimate message(Cost.Estimate expected) {
        var estimate = murmuration.runs.v1.Estimate.newBuilder()
                .setCalls(expected.calls())
                .setInputTokens(expected.inputTokens())
                .setOutputTokens(expected.outputTokens())
                .setSample(expected.sample());
        if (expected.micros() != null) {
            estimate.setMicros(expected.micros());
        }
        return estimate.build();
    }

    static EstimateRunResponse message(RunEstimates.Made made) {
        Outlook outlook = made.outlook();
        EstimateRunResponse.Builder message = EstimateRunResponse.newBuilder()
                .setDatasetId(made.dataset().key().datasetId())
                .setDatasetName(made.dataset().name())
                .setConversations(outlook.conversations())
                .setPricesDate(outlook.pricesDate())
                .setBatches(made.batches());
        Cost.Estimate estimate = outlook.estimate();
        if (estimate != null) {
            message.setEstimate(message(estimate));
        }
        Outlook.Time time = outlook.time();
        if (time != null) {
            message.setTime(EstimatedTime.newBuilder()
                    .setSeconds(time.seconds())
                    .setCallSeconds(time.callSeconds())
                    .setAtOnce(time.atOnce())
                    .setMeasured(time.measured()));
        }
        return message.build();
    }

    private static StageProgress message(Run.StageProgress stage) {
        StageProgress.Builder message = StageProgress.newBuilder()
                .setStage(stage.stage().name())
                .setState(stage.state())
                .setDone(stage.done())
                .setTotal(stage.total())
                .putAllOutcomes(stage.outcomes())
                .setRetries(stage.retries());
        whenKnown(stage.startedAt(), message::setStartedAt);
        whenKnown(stage.endedAt(), message::setEndedAt);
        return message.build();
    }

    private static void whenKnown(@Nullable Instant time, Consumer<Timestamp> field) {
        if (time != null) {
            field.accept(timestamp(time));
        }
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** The exact time would be a single conversation's. */
    private static String day(@Nullable Instant time) {
        return time == null ? "" : LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }
}

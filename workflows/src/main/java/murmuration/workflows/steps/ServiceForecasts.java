package murmuration.workflows.steps;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.extraction.v1.CallTime;
import murmuration.extraction.v1.EstimateRunRequest;
import murmuration.extraction.v1.EstimateRunResponse;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.extraction.v1.RunEstimate;
import murmuration.runtime.GrpcErrors;
import murmuration.runtime.Json;
import murmuration.workflows.runs.Cost;
import murmuration.workflows.runs.Dataset;
import murmuration.workflows.runs.Forecasts;
import murmuration.workflows.runs.Outlook;

/** Asks extraction, which alone may read conversations. */
public record ServiceForecasts(ExtractionServiceBlockingStub extraction) implements Forecasts {
    @Override
    public Outlook of(RunSpec spec, Dataset dataset) {
        EstimateRunRequest request = EstimateRunRequest.newBuilder()
                .setTenant(dataset.key().tenant())
                .setDatasetId(dataset.key().datasetId())
                .setSpecJson(Json.write(spec))
                .setConversations(dataset.contents().conversations())
                .setShards(dataset.contents().shards())
                .setWithoutAccount(dataset.contents().withoutAccount())
                .build();
        return outlook(GrpcErrors.received(() -> last(request)));
    }

    private RunEstimate last(EstimateRunRequest request) {
        var messages = extraction.estimateRun(request);
        while (messages.hasNext()) {
            EstimateRunResponse message = messages.next();
            if (message.hasEstimate()) {
                return message.getEstimate();
            }
        }
        throw new MurmurationException(ErrorCode.INTERNAL, "the service answered nothing");
    }

    private static Outlook outlook(RunEstimate message) {
        CallTime time = message.getTime();
        return new Outlook(
                message.getConversations(),
                message.getPricesDate().isEmpty()
                        ? null
                        : new Cost.Estimate(
                                message.getCalls(),
                                message.getInputTokens(),
                                message.getOutputTokens(),
                                message.hasMicros() ? Long.valueOf(message.getMicros()) : null,
                                message.getSample()),
                message.getPricesDate(),
                message.hasTime()
                        ? new Outlook.Time(
                                time.getSeconds(), time.getCallSeconds(), time.getAtOnce(), time.getMeasured())
                        : null);
    }
}

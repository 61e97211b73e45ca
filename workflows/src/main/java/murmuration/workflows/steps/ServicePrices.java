package murmuration.workflows.steps;

import murmuration.core.RunSpec;
import murmuration.extraction.v1.CheckBudgetRequest;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.runtime.GrpcErrors;
import murmuration.runtime.Json;
import murmuration.workflows.runs.Prices;

/** Asks extraction, which asks models the most. */
public record ServicePrices(ExtractionServiceBlockingStub extraction) implements Prices {
    @Override
    public void require(RunSpec spec) {
        CheckBudgetRequest request =
                CheckBudgetRequest.newBuilder().setSpecJson(Json.write(spec)).build();
        GrpcErrors.received(() -> extraction.checkBudget(request));
    }
}

package murmuration.workflows.steps;

import murmuration.extraction.v1.DiscardUploadRequest;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.extraction.v1.IdentifySourceRequest;
import murmuration.runtime.GrpcErrors;
import murmuration.workflows.runs.Sources;

/** Asks extraction, which alone may read a source. */
public record ServiceSources(ExtractionServiceBlockingStub extraction) implements Sources {
    @Override
    public String identity(String tenant, String uri) {
        IdentifySourceRequest request =
                IdentifySourceRequest.newBuilder().setTenant(tenant).setUri(uri).build();
        return GrpcErrors.received(() -> extraction.identifySource(request)).getIdentity();
    }

    @Override
    public void discard(String tenant, String uri) {
        DiscardUploadRequest request =
                DiscardUploadRequest.newBuilder().setTenant(tenant).setUri(uri).build();
        GrpcErrors.received(() -> extraction.discardUpload(request));
    }
}

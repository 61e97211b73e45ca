package murmuration.gateway;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import murmuration.runs.v1.ListCheckpointsResponse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was done by whom, and whether anybody has changed what is recorded of it. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "audit")
@Blocking
public class AuditResource {
    private final Audit audit;

    AuditResource(Audit audit) {
        this.audit = audit;
    }

    @GET
    @Operation(summary = "Audit records, oldest first, of all or of one run: ids, digests, counts; no content")
    public Items<AuditView.RecordView> list(
            @QueryParam("run") @Nullable String run,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return page(audit, run, after, limit);
    }

    @GET
    @Path("safety")
    @Operation(summary = "The same of safety runs, each reading of one among it: a chain of its own")
    public Items<AuditView.RecordView> listSafety(
            @QueryParam("run") @Nullable String run,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return page(audit.ofSafety(), run, after, limit);
    }

    private static Items<AuditView.RecordView> page(
            Audit audit, @Nullable String run, @Nullable String after, @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.LIST);
        return Items.page(
                audit.records(Limits.orEmpty(run), Limits.number("after", after), most + 1).stream()
                        .map(AuditView.RecordView::of)
                        .toList(),
                most,
                record -> String.valueOf(record.sequence()));
    }

    @POST
    @Path("verify")
    @Operation(
            summary = "Checks every audit record, every signed checkpoint, and that a record noted elsewhere is there"
                    + " (atLeast, sequence:hash); names the first fault")
    public AuditView.ReportView verify(@QueryParam("atLeast") @Nullable String atLeast) {
        return AuditView.ReportView.of(audit.verify(Audit.Known.of(atLeast)));
    }

    @POST
    @Path("safety/verify")
    @Operation(summary = "The same of safety runs")
    public AuditView.ReportView verifySafety(@QueryParam("atLeast") @Nullable String atLeast) {
        return AuditView.ReportView.of(audit.ofSafety().verify(Audit.Known.of(atLeast)));
    }

    @GET
    @Path("checkpoints")
    @Operation(summary = "Signed checkpoints of the audit, oldest first, and the public key")
    public AuditView.CheckpointsView checkpoints(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        int most = Limits.page(limit, Limits.LIST);
        ListCheckpointsResponse sent = audit.checkpoints(Limits.number("after", after), most + 1);
        Items<AuditView.CheckpointView> page = Items.page(
                sent.getCheckpointsList().stream()
                        .map(AuditView.CheckpointView::of)
                        .toList(),
                most,
                checkpoint -> String.valueOf(checkpoint.number()));
        return new AuditView.CheckpointsView(sent.getPublicKey(), page.items(), page.next());
    }
}

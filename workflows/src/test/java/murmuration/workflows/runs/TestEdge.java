package murmuration.workflows.runs;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import murmuration.runs.v1.RunServiceGrpc;
import murmuration.runs.v1.RunServiceGrpc.RunServiceBlockingStub;
import murmuration.workflows.audit.AuditTrail;

/** RunService over real gRPC. */
public final class TestEdge implements AutoCloseable {
    private final Server server;
    private final ManagedChannel channel;

    /** Serves these; nothing is estimated. */
    public TestEdge(Runs runs, Datasets datasets, AccountErasures accounts, AuditTrail audit) {
        this(runs, datasets, accounts, audit, (spec, dataset) -> new Outlook(0, null, "", null));
    }

    /** Serves these. */
    public TestEdge(Runs runs, Datasets datasets, AccountErasures accounts, AuditTrail audit, Forecasts forecasts) {
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(new RunsGrpc(runs, datasets, accounts, new RunEstimates(datasets, forecasts), audit))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
    }

    /** A client of it. */
    public RunServiceBlockingStub stub() {
        return RunServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}

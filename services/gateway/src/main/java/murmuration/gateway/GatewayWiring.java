package murmuration.gateway;

import io.agroal.api.AgroalDataSource;
import io.grpc.Channel;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.runs.v1.MutinyRunServiceGrpc;
import murmuration.runs.v1.RunServiceGrpc;
import murmuration.runtime.Database;

/** Builds the gateway's parts. */
@Singleton
final class GatewayWiring {
    /** Whose data are asked for, while there is one tenant only. */
    static final String TENANT = "default";

    @Produces
    @Singleton
    PublishedRows published(@DataSource("gateway") AgroalDataSource source) {
        return new PublishedRows(new Database(source), TENANT);
    }

    @Produces
    @Singleton
    Bodies bodies(GatewayConfig config) {
        return new Bodies(config.maxBody().asLongValue());
    }

    @Produces
    @Singleton
    Runs runs(@GrpcClient("runs") Channel channel, GatewayConfig config) {
        return new Runs(
                RunServiceGrpc.newBlockingStub(channel),
                MutinyRunServiceGrpc.newMutinyStub(channel),
                TENANT,
                new Runs.Patience(config.callTimeout(), config.estimateTimeout()));
    }

    @Produces
    @Singleton
    Audit audit(@GrpcClient("runs") Channel channel, GatewayConfig config) {
        return new Audit(RunServiceGrpc.newBlockingStub(channel), TENANT, config.verifyTimeout());
    }

    @Produces
    @Singleton
    Uploads uploads(@GrpcClient("extraction") Channel channel, GatewayConfig config) {
        return new Uploads(
                ExtractionServiceGrpc.newStub(channel),
                TENANT,
                config.maxUpload().asLongValue());
    }
}

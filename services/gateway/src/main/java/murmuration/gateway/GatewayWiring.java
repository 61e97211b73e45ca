package murmuration.gateway;

import io.agroal.api.AgroalDataSource;
import io.grpc.Channel;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.UnaryOperator;
import murmuration.extraction.v1.ExtractionServiceGrpc;
import murmuration.gateway.access.SignedIn;
import murmuration.privacy.v1.PrivacyServiceGrpc;
import murmuration.runs.v1.MutinyRunServiceGrpc;
import murmuration.runs.v1.RunServiceGrpc;
import murmuration.runs.v1.SafetyServiceGrpc;
import murmuration.runtime.Database;

/** Builds the gateway's parts. */
@Singleton
final class GatewayWiring {
    @Produces
    @Singleton
    PublishedRows published(@DataSource("gateway") AgroalDataSource source) {
        return new PublishedRows(new Database(source));
    }

    @Produces
    @Singleton
    Bodies bodies(GatewayConfig config) {
        return new Bodies(config.maxBody().asLongValue());
    }

    @Produces
    @Singleton
    MeterFilter requestMetrics() {
        return new RequestMetrics();
    }

    @Produces
    @Singleton
    Runs runs(@GrpcClient("runs") Channel channel, GatewayConfig config, SignedIn signedIn) {
        return new Runs(
                RunServiceGrpc.newBlockingStub(channel),
                MutinyRunServiceGrpc.newMutinyStub(channel),
                signedIn::principal,
                new Runs.Patience(config.callTimeout(), config.estimateTimeout()));
    }

    @Produces
    @Singleton
    Audit audit(@GrpcClient("runs") Channel channel, GatewayConfig config, SignedIn signedIn) {
        return new Audit(
                RunServiceGrpc.newBlockingStub(channel),
                signedIn::principal,
                UnaryOperator.identity(),
                config.verifyTimeout());
    }

    @Produces
    @Singleton
    Safety safety(
            @GrpcClient("runs") Channel runs,
            @GrpcClient("privacy") Channel privacy,
            GatewayConfig config,
            SignedIn signedIn) {
        return new Safety(
                SafetyServiceGrpc.newBlockingStub(runs),
                PrivacyServiceGrpc.newBlockingStub(privacy),
                signedIn::principal,
                config.callTimeout());
    }

    @Produces
    @Singleton
    Uploads uploads(@GrpcClient("extraction") Channel channel, GatewayConfig config, SignedIn signedIn) {
        return new Uploads(
                ExtractionServiceGrpc.newStub(channel),
                signedIn::principal,
                config.maxUpload().asLongValue());
    }
}

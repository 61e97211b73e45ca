package murmuration.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.GrpcErrors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every RPC that there is, called by everybody who might. */
@Timeout(120)
class CallerGuardTest {
    private static final String ISSUER = "https://issuer.example";
    private static final String PREFIX = "system:serviceaccount:murmuration:";
    private static final List<String> PROCESSES = List.of(
            "gateway", "workflows", "extraction", "embedding", "clustering", "hierarchy", "privacy", "stranger");

    @TempDir
    Path folder;

    private final EllipticCurveJsonWebKey key = key("one");
    private final List<MethodDescriptor<?, ?>> rpcs = Rpcs.all();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private Server server;
    /** What every RPC answers to those who are let in; empty: what it was sent. */
    private Optional<ErrorCode> failure = Optional.empty();

    CallerGuardTest() throws Exception {}

    @BeforeEach
    void serveEveryRpc() throws IOException {
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, new JsonWebKeySet(key).toJson());
        Tokens tokens =
                new Tokens(new SigningKeys(SigningKeys.file(keys)), new Tokens.Rule(ISSUER, "murmuration", PREFIX));
        InProcessServerBuilder builder =
                InProcessServerBuilder.forName("guarded").directExecutor();
        Map<String, List<MethodDescriptor<?, ?>>> services =
                rpcs.stream().collect(Collectors.groupingBy(rpc -> String.valueOf(rpc.getServiceName())));
        CallerGuard guard = new CallerGuard(Optional.of(tokens), metrics);
        services.forEach((name, methods) -> {
            ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(name);
            methods.forEach(rpc -> service.addMethod(bytes(rpc), answering()));
            builder.addService(ServerInterceptors.intercept(service.build(), guard));
        });
        server = builder.build().start();
    }

    @AfterEach
    void end() {
        server.shutdownNow();
    }

    @Test
    void everyRpcStandsInTheTableAndNothingElseDoes() {
        Set<String> described =
                rpcs.stream().map(MethodDescriptor::getFullMethodName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(Callers.rpcs()).containsExactlyInAnyOrderElementsOf(described);
        assertThat(described).hasSizeGreaterThan(30);
        for (String rpc : described) {
            assertThat(Callers.of(rpc))
                    .as(rpc)
                    .isNotEmpty()
                    .isSubsetOf(PROCESSES)
                    .doesNotContain("stranger");
        }
    }

    @Test
    void ourOwnTokenSaysWhoSignsTokens() throws Exception {
        assertThat(Tokens.issuer(token("extraction", claims("extraction"), key)))
                .isEqualTo(ISSUER);
    }

    @Test
    void everyRpcLetsItsCallersInAndNobodyElse() throws Exception {
        for (String process : PROCESSES) {
            Path token = token(process, claims(process), key);
            for (MethodDescriptor<?, ?> rpc : rpcs) {
                Status.Code expected = Callers.of(rpc.getFullMethodName()).contains(process)
                        ? Status.Code.OK
                        : Status.Code.PERMISSION_DENIED;
                assertThat(call(rpc, Optional.of(token)))
                        .as(process + " calls " + rpc.getFullMethodName())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void whoShowsNoTokenOfThisInstallationIsNobodyToEveryRpc() throws Exception {
        JwtClaims late = claims("workflows");
        late.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 3600));
        JwtClaims forever = claims("workflows");
        forever.unsetClaim("exp");
        JwtClaims meantForOthers = claims("workflows");
        meantForOthers.setAudience("vault");
        JwtClaims ofAnother = claims("workflows");
        ofAnother.setIssuer("https://another.example");
        JwtClaims elsewhere = claims("workflows");
        elsewhere.setSubject("system:serviceaccount:other:workflows");
        Path garbage = Files.writeString(folder.resolve("garbage"), "a.b.c");
        List<Optional<Path>> nobodies = List.of(
                Optional.empty(),
                Optional.of(garbage),
                Optional.of(token("late", late, key)),
                Optional.of(token("forever", forever, key)),
                Optional.of(token("meant for others", meantForOthers, key)),
                Optional.of(token("of another", ofAnother, key)),
                Optional.of(token("elsewhere", elsewhere, key)),
                Optional.of(token("forged", claims("workflows"), key("one"))),
                Optional.of(unsigned(claims("workflows"))));
        for (Optional<Path> token : nobodies) {
            for (MethodDescriptor<?, ?> rpc : rpcs) {
                assertThat(call(rpc, token))
                        .as(token + " calls " + rpc.getFullMethodName())
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void whoIsRefusedIsCounted() throws Exception {
        assertThat(refusals(Status.Code.UNAUTHENTICATED)).isZero();
        assertThat(refusals(Status.Code.PERMISSION_DENIED)).isZero();
        MethodDescriptor<?, ?> rpc = rpcs.getFirst();

        call(rpc, Optional.empty());
        assertThat(refusals(Status.Code.UNAUTHENTICATED)).isEqualTo(1);
        assertThat(refusals(Status.Code.PERMISSION_DENIED)).isZero();

        call(rpc, Optional.of(token("stranger", claims("stranger"), key)));
        assertThat(refusals(Status.Code.UNAUTHENTICATED)).isEqualTo(1);
        assertThat(refusals(Status.Code.PERMISSION_DENIED)).isEqualTo(1);
    }

    @Test
    void whereTheIssuersKeysCannotBeReadNobodyIsAStranger() throws Exception {
        Files.delete(folder.resolve("keys.json"));
        MethodDescriptor<?, ?> rpc = rpcs.getFirst();
        String caller = Callers.of(rpc.getFullMethodName()).iterator().next();
        assertThat(call(rpc, Optional.of(token(caller, claims(caller), key)))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusals(Status.Code.UNAUTHENTICATED)).isZero();
    }

    @Test
    void whatAServiceForbidsIsNoStrangersCall() throws Exception {
        failure = Optional.of(ErrorCode.FORBIDDEN);
        MethodDescriptor<?, ?> rpc = rpcs.getFirst();
        String caller = Callers.of(rpc.getFullMethodName()).iterator().next();

        assertThat(call(rpc, Optional.of(token(caller, claims(caller), key)))).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(refusals(Status.Code.PERMISSION_DENIED)).isZero();
    }

    @Test
    void anRpcThatIsNotInTheTableIsRefusedToAll() {
        assertThat(Callers.of("murmuration.runs.v1.RunService/Unheard")).isEmpty();
    }

    /** As it is shown; fails where it is not shown at all. */
    private double refusals(Status.Code code) {
        return metrics.get(CallerGuard.REFUSALS)
                .tag("code", code.name())
                .counter()
                .count();
    }

    private static Status.Code call(MethodDescriptor<?, ?> rpc, Optional<Path> token) {
        ManagedChannel channel = InProcessChannelBuilder.forName("guarded")
                .directExecutor()
                .intercept(new CallerToken(token))
                .build();
        try {
            ClientCalls.blockingUnaryCall(channel, bytes(rpc), CallOptions.DEFAULT, new byte[0]);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private static JwtClaims claims(String process) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("murmuration");
        claims.setSubject(PREFIX + process);
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    private Path token(String name, JwtClaims claims, EllipticCurveJsonWebKey signer) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(signer.getPrivateKey());
        signature.setKeyIdHeaderValue(signer.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        return Files.writeString(folder.resolve(name), signature.getCompactSerialization());
    }

    private Path unsigned(JwtClaims claims) throws Exception {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return Files.writeString(folder.resolve("unsigned"), signature.getCompactSerialization());
    }

    private static EllipticCurveJsonWebKey key(String id) throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(id);
        return key;
    }

    private ServerCallHandler<byte[], byte[]> answering() {
        return ServerCalls.asyncUnaryCall((byte[] request, StreamObserver<byte[]> observer) -> {
            if (failure.isPresent()) {
                observer.onError(GrpcErrors.sent(new MurmurationException(failure.get(), "not this")));
                return;
            }
            observer.onNext(request);
            observer.onCompleted();
        });
    }

    /** The RPC under its name, its messages as bytes. */
    private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> rpc) {
        MethodDescriptor.Marshaller<byte[]> plain = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new java.io.ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(@Nullable InputStream stream) {
                return new byte[0];
            }
        };
        return MethodDescriptor.newBuilder(plain, plain)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(rpc.getFullMethodName())
                .build();
    }
}

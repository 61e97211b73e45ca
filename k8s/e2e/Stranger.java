import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Calls each RPC of a list, as bin/k8s-e2e does from a pod that has no business there: Stranger RPCS [TOKEN-FILE]. Prints how
 * many were answered with which status.
 */
final class Stranger implements MethodDescriptor.Marshaller<byte[]> {
    public static void main(String[] args) throws Exception {
        Metadata headers = new Metadata();
        if (args.length > 1) {
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + Files.readString(Path.of(args[1])).strip());
        }
        TreeMap<String, Integer> answers = new TreeMap<>();
        for (String rpc : Files.readAllLines(Path.of(args[0]))) {
            answers.merge(call(rpc, headers), 1, Integer::sum);
        }
        System.out.println("answers " + answers);
        System.exit(0);
    }

    private static String call(String rpc, Metadata headers) {
        String service = rpc.split("\\.")[1];
        ManagedChannel channel = Grpc.newChannelBuilder(
                        "dns:///" + (service.equals("runs") ? "workflows" : service) + ":9000",
                        InsecureChannelCredentials.create())
                .build();
        Stranger bytes = new Stranger();
        try {
            ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                    MethodDescriptor.newBuilder(bytes, bytes)
                            .setType(MethodDescriptor.MethodType.UNARY)
                            .setFullMethodName(rpc)
                            .build(),
                    CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS),
                    new byte[0]);
            return "OK";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().name();
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
        return new byte[0];
    }
}

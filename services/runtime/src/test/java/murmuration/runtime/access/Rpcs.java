package murmuration.runtime.access;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import murmuration.extraction.v1.ExtractionServiceGrpc;

/** Every RPC that there is, as the generated code describes it: a new one appears here by itself. */
final class Rpcs {
    private Rpcs() {}

    static List<MethodDescriptor<?, ?>> all() throws Exception {
        URI code = ExtractionServiceGrpc.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        if (Files.isDirectory(Path.of(code))) {
            return in(Path.of(code));
        }
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(code), Map.of())) {
            return in(jar.getPath("/"));
        }
    }

    private static List<MethodDescriptor<?, ?>> in(Path root) throws Exception {
        List<MethodDescriptor<?, ?>> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("murmuration"))) {
            for (Path file : files.toList()) {
                String name = root.relativize(file).toString().replace('/', '.');
                if (name.matches(".*\\.v\\d+\\.(?!Mutiny)\\w+Grpc\\.class")) {
                    Class<?> service = Class.forName(name.substring(0, name.length() - ".class".length()));
                    ServiceDescriptor descriptor = (ServiceDescriptor)
                            service.getMethod("getServiceDescriptor").invoke(null);
                    all.addAll(descriptor.getMethods());
                }
            }
        }
        return all;
    }
}

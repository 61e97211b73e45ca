package murmuration.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Which vector instructions this machine has: the sentence model's kernels differ by them, and with the kernels the last
 * bits of a vector.
 */
final class CpuFamily {
    private static final List<String> WIDEST_FIRST = List.of("avx512f", "avx2", "avx", "sve2", "sve", "asimd");

    private CpuFamily() {}

    /** The architecture and, where the system tells, its widest instructions: {@code amd64 avx512f}. */
    static String name() {
        String architecture = System.getProperty("os.arch", "unknown");
        try {
            Set<String> words = Set.copyOf(
                    List.of(Files.readString(Path.of("/proc/cpuinfo")).split("\\s+")));
            return WIDEST_FIRST.stream()
                    .filter(words::contains)
                    .findFirst()
                    .map(widest -> architecture + " " + widest)
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}

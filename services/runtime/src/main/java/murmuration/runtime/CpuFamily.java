package murmuration.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Which vector instructions this machine has: the sentence model's kernels differ by them, and with the kernels the last
 * bits of a vector.
 */
public final class CpuFamily {
    private static final Set<String> ARCHITECTURES =
            Set.of("amd64", "x86_64", "aarch64", "riscv64", "ppc64le", "s390x", "unknown");
    private static final List<String> WIDEST_FIRST = List.of("avx512f", "avx2", "avx", "sve2", "sve", "asimd");

    private CpuFamily() {}

    /** The architecture and, where the system tells, its widest instructions: {@code amd64 avx512f}. */
    public static String name() {
        String named = System.getProperty("os.arch", "");
        String architecture = ARCHITECTURES.contains(named) ? named : "unknown";
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

    /** Whether a text is one that {@link #name} may answer, on any machine: the list is closed. */
    public static boolean isName(String text) {
        String[] words = text.split(" ", -1);
        return ARCHITECTURES.contains(words[0])
                && (words.length == 1 || (words.length == 2 && WIDEST_FIRST.contains(words[1])));
    }
}

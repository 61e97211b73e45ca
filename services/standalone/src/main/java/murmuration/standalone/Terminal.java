package murmuration.standalone;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** What the terminal can do, and how numbers look on it. */
final class Terminal {
    private Terminal() {}

    /** Whether a person watches: lines may be redrawn. */
    static boolean interactive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether colors are wanted (no-color.org). */
    static boolean colors() {
        return interactive() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    }

    static String dim(String text) {
        return colors() ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    static String bold(String text) {
        return colors() ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    static String duration(double seconds) {
        if (seconds < 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long s = Math.round(seconds);
        return s < 100
                ? s + " s"
                : s < 6000 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }

    static String bar(double share, int width) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * width);
        return "█".repeat(full) + "░".repeat(width - full);
    }

    /** Where an answer goes. */
    static PrintStream out() {
        return System.out;
    }

    /** Where what is told on the way to an answer goes: beside it, or elsewhere where the answer is read by a program. */
    static PrintStream onTheWay(boolean json) {
        return json ? System.err : System.out;
    }
}

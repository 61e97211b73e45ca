package murmuration.core;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a stage may say of itself in words, with numbers in them. The list is closed, so that nobody else's words get into a
 * manifest.
 */
public enum Phrase {
    FIXED("fixed by the run's spec"),
    ONE_CLUSTER("the conversations are fewer than twice the minimum of %d: one cluster"),
    CHOSEN("%d candidates; %d cover at least 90 %% of what the best covers; %d of these have a silhouette of at"
            + " least %.3f; %d of these a stability of at least %.3f; the highest silhouette among these is %.3f"),
    SCALED("multidimensional scaling"),
    GRAPH("neighbor graph"),
    NOTHING("nothing to place");

    private final String form;
    private final Pattern said;

    Phrase(String form) {
        this.form = form;
        said = Pattern.compile(Stream.of(form.split("%d|%\\.3f", -1))
                .map(words -> Pattern.quote(words.replace("%%", "%")))
                .collect(Collectors.joining("-?\\d{1,7}(\\.\\d{3})?")));
    }

    /** It with these numbers. */
    public String with(Number... numbers) {
        return String.format(Locale.ROOT, form, (Object[]) numbers);
    }

    /** Whether a text is one of them. */
    public static boolean isSaid(String text) {
        return Stream.of(values()).anyMatch(phrase -> phrase.said.matcher(text).matches());
    }
}

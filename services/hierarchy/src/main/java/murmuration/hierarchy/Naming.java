package murmuration.hierarchy;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import murmuration.core.Question;

/**
 * A cluster that is to be named, with all that is asked.
 *
 * @param question the question with these claims and names to avoid
 * @param below keys of its children's names, which would tell a reader nothing new
 */
record Naming(
        ClusterRow cluster,
        Sample sample,
        Function<List<String>, Question<Question.Label>> question,
        Set<String> below) {}

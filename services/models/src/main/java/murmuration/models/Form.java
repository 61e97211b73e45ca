package murmuration.models;

import java.util.Map;
import java.util.function.Function;

/**
 * A question as a model gets it: what fills its prompt, the schema of the answer, and how the answer is read.
 *
 * @param parts place in the prompt → what stands there
 * @param reader the answer, or a failure that names field and rule
 */
record Form<A>(Map<String, String> parts, Schema schema, Function<Given, A> reader) {
    Form {
        parts = Map.copyOf(parts);
    }
}

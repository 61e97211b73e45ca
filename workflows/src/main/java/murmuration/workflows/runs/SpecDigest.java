package murmuration.workflows.runs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import murmuration.core.Digest;
import murmuration.core.RunSpec;
import murmuration.runtime.Json;

/** Identifies what a run does: its spec without what does not change the result, and without what the data set is called. */
final class SpecDigest {
    private SpecDigest() {}

    /** The digest of everything in the spec but {@code dataset} and {@code beside}. */
    static String of(RunSpec spec) {
        ObjectNode tree = Json.mapper().valueToTree(spec);
        tree.remove(List.of("dataset", "beside"));
        return Digest.of(Json.write(tree));
    }
}

package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import murmuration.gateway.ReplayView.Difference;
import murmuration.gateway.ReplayView.Unknown;

/** What two runs come from, compared: causes before what follows from them. */
record Origins(List<Difference> differences, List<Unknown> unknown) {
    private static final String BUILD = "another build has run it: its code may compute something else";
    private static final String KEY =
            "another deployment key: pseudonyms, keys of stored answers, the noise of the support"
                    + " check and stage digests are made with it";
    private static final String DATA = "the data set holds other conversations";
    private static final String SPEC = "this build reads or applies the spec otherwise";
    private static final String MODEL = "asked otherwise: the stored answers are to other questions, and count as gone";
    private static final String VECTORS = "embedded otherwise: its vectors are others";
    private static final String CPU =
            "another family of processors: the last bits of the embedded model's vectors may differ";
    private static final String PRICES = "other prices: what is not asked costs nothing, and no result depends on it";

    private static final String RELEASES =
            "other earlier releases count the same conversations: numbers may carry noise, or other noise";

    private static final List<Cause> CAUSES = List.of(
            new Cause("schema", BUILD),
            new Cause("code", BUILD),
            new Cause("deploymentKey", KEY),
            new Cause("datasetDigest", DATA),
            new Cause("specDigest", SPEC),
            new Cause("seed", SPEC),
            new Cause("minimums", SPEC),
            new Cause("threshold", SPEC),
            new Cause("floor", SPEC),
            new Cause("rounding", SPEC),
            new Cause("model", MODEL),
            new Cause("prompts", MODEL),
            new Cause("embedding", VECTORS),
            new Cause("stages.EMBED.report.cpu", CPU),
            new Cause("compared.near", RELEASES),
            new Cause("prices", PRICES));

    Origins {
        differences = List.copyOf(differences);
        unknown = List.copyOf(unknown);
    }

    /** Where it stands in a manifest, and what it means that it differs. */
    private record Cause(String path, String why) {
        JsonNode in(JsonNode manifest) {
            return manifest.at("/" + path.replace('.', '/'));
        }
    }

    static Origins compared(PublishedRun run, PublishedRun replay) {
        List<Difference> differences = new ArrayList<>();
        for (Cause cause : CAUSES) {
            String why = cause.why().equals(DATA) ? data(run) : cause.why();
            compare(cause.path(), cause.in(run.manifest()), cause.in(replay.manifest()), why, differences);
        }
        return new Origins(
                differences,
                unknown(run.manifest().path("code"), replay.manifest().path("code")));
    }

    private static String data(PublishedRun run) {
        return run.erasedAt() == null
                ? DATA
                : "conversations that the run counts were erased on " + run.erasedAt()
                        + ": what they had a part in differs";
    }

    /** What a stage may have computed otherwise because of: it runs before releases are compared, and costs nothing in a replay. */
    List<Difference> ofStages() {
        return differences.stream()
                .filter(difference ->
                        !difference.why().equals(RELEASES) && !difference.why().equals(PRICES))
                .toList();
    }

    /** Objects by what is in them. */
    private static void compare(String what, JsonNode was, JsonNode is, String why, List<Difference> differences) {
        if (was.isObject() && is.isObject()) {
            NavigableSet<String> names = new TreeSet<>();
            was.fieldNames().forEachRemaining(names::add);
            is.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(what + "." + name, was.path(name), is.path(name), why, differences));
        } else if (!was.equals(is)) {
            differences.add(new Difference(what, shown(was), shown(is), why));
        }
    }

    /** Whether both say of which code they are. */
    private static List<Unknown> unknown(JsonNode was, JsonNode is) {
        boolean told = tells(was) && tells(is);
        return told ? List.of() : List.of(new Unknown("code", "not both builds say what they were built from"));
    }

    private static boolean tells(JsonNode code) {
        return !code.path("commit").asText().isEmpty()
                || !code.path("digest").asText().isEmpty();
    }

    static JsonNode shown(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }
}

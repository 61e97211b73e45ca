package murmuration.gateway.spec;

import java.util.List;
import java.util.Map;
import murmuration.core.Facets;

/**
 * A run's spec as a person writes it. Its JSON Schema is generated from these records; {@link SpecReader} reads what they
 * describe, and a test holds both together. A component of type Object takes a number or one of its words.
 */
record SpecForm(
        @Says(value = "Name of the run; the data set's name where it is absent.", most = 200)
        String name,

        @Says(value = "The data set's id or name.", most = 200)
        String dataset,

        Sampling sampling,

        @Says(
                value = "Built-in facets, metadata.<key> or labels.<key>. The clustered facet is always among them.",
                otherwise = FacetFields.DEFAULT,
                pattern = SpecReader.FACET_ID,
                most = SpecReader.MOST_FACETS)
        List<String> facets,

        @Says(value = "Questions of your own.", most = SpecReader.MOST_FACETS)
        List<CustomFacet> customFacets,

        Screen screen,

        @Says(
                value =
                        "Whether the data name their accounts. one-per-conversation counts a conversation without one as"
                                + " an account of its own: it is marked everywhere and never goes with profile publish.",
                words = {"required", "one-per-conversation"},
                otherwise = "\"required\"")
        String accounts,

        Cluster cluster,
        Hierarchy hierarchy,
        Minimums minimums,
        Privacy privacy,
        Model model,
        Embedding embedding,
        Budget budget,

        @Says(value = "What every draw derives from.", least = -Fields.MOST, most = Fields.MOST, otherwise = "7")
        Long seed) {

    /** What is drawn from the data set. */
    record Sampling(
            @Says(
                    value = "conversations: all weigh the same; completions: long ones weigh more.",
                    words = {"conversations", "completions"},
                    otherwise = "\"conversations\"")
            String strategy,

            @Says(
                    value = "At most so many conversations.",
                    words = "all",
                    least = 1,
                    most = Integer.MAX_VALUE,
                    otherwise = "\"all\"")
            Object max,

            @Says(
                    value = "At most so many conversations of one account.",
                    words = "off",
                    least = 1,
                    most = Integer.MAX_VALUE,
                    otherwise = "20")
            Object perAccount,

            @Says(
                    value = "Conversations that started at this time or after it: a date (UTC) or an RFC 3339 time,"
                            + " a whole hour in UTC.",
                    pattern = SpecReader.TIME)
            String from,

            @Says(value = "Conversations that started before this time.", pattern = SpecReader.TIME)
            String to) {}

    /** A facet that is not built in. */
    record CustomFacet(
            @Says(value = "Its id.", pattern = "^" + Facets.OWN_ID + "$")
            String id,

            @Says(
                    value = "Kind of answer.",
                    words = {"text", "category", "number", "boolean"})
            String type,

            @Says(value = "What is asked.", most = SpecReader.LONGEST_TEXT)
            String question,

            @Says(value = "Text: what a good answer keeps to.", most = SpecReader.LONGEST_TEXT)
            String criteria,

            @Says(value = "Category: the answers there are.", most = SpecReader.MOST_VALUES)
            List<String> domain,

            @Says(value = "Category: whether other answers are accepted.", otherwise = "false")
            Boolean open,

            @Says(value = "Category: whether several answers are accepted.", otherwise = "false")
            Boolean multiple,

            @Says(value = "Number: the least.", otherwise = "0")
            Double low,

            @Says(value = "Number: the greatest.", otherwise = "100")
            Double high,

            @Says(
                    value = "Another model that is asked for it, as the run's provider calls it.",
                    most = ModelFields.LONGEST_NAME)
            String model) {}

    /** A question before all others; only where the answer is yes the conversation goes on. */
    record Screen(
            @Says(value = "One question with a yes or a no.", most = SpecReader.LONGEST_TEXT)
            String question) {}

    /** How base clusters are made. */
    record Cluster(
            @Says(value = "The text facet that is embedded and clustered.", otherwise = "\"request\"", most = 64)
            String facet,

            @Says(
                    value = "Number of base clusters; auto: chosen from the data.",
                    words = "auto",
                    least = 2,
                    most = SpecReader.MOST_CLUSTERS,
                    otherwise = "\"auto\"")
            Object k) {}

    /** How levels are raised. */
    record Hierarchy(
            @Says(
                    value = "How many clusters the top level should have; auto: from the data.",
                    words = "auto",
                    least = 2,
                    most = 1000,
                    otherwise = "\"auto\"")
            Object top) {}

    /** Below these a cluster or a cell is withheld. */
    record Minimums(
            @Says(
                    value =
                            "internal: 50 conversations and 25 accounts; small: 10 and 10, under 5,000 conversations;"
                                    + " publish: 1,000 accounts and audit threshold 4; auto: small under 5,000 conversations, else internal.",
                    words = {"auto", "internal", "small", "publish"},
                    otherwise = "\"auto\"")
            String profile,

            @Says(
                    value = "Least conversations, instead of a profile.",
                    least = murmuration.core.Minimums.FLOOR,
                    most = SpecReader.HIGHEST_MINIMUM)
            Integer conversations,

            @Says(
                    value = "Least accounts, instead of a profile.",
                    least = murmuration.core.Minimums.FLOOR,
                    most = SpecReader.HIGHEST_MINIMUM)
            Integer accounts,

            @Says(
                    value = "What becomes of a cluster under the minimums: withhold, or reassign its conversations to"
                            + " near clusters, where they count for size only.",
                    words = {"withhold", "reassign"},
                    otherwise = "\"withhold\"")
            String small) {}

    /** The audit. */
    record Privacy(
            @Says(value = "A text is shown from this rating on.", least = 3, most = 5, otherwise = "3")
            Integer threshold,

            @Says(
                    value = "Whether a person must say yes before publishing.",
                    words = {"none", "required"},
                    otherwise = "\"none\"")
            String approval,

            @Says("Differential privacy of the counts, for one account more or less, given the clusters.")
            Dp dp) {}

    /** Differential privacy of the counts of a release. */
    record Dp(
            @Says(
                    value =
                            "How much the counts of the release may tell of an account: the odds of anything change by at"
                                    + " most exp(epsilon). Charged to the data set's budget.",
                    least = MinimumsFields.LEAST_EPSILON,
                    most = MinimumsFields.MOST_EPSILON)
            Double epsilon,

            @Says(
                    value = "So many conversations of an account are counted at most.",
                    least = 1,
                    most = MinimumsFields.MOST_PER_ACCOUNT,
                    otherwise = "3")
            Integer perAccount) {}

    /** The language model. */
    record Model(
            @Says(
                    value =
                            "offline: classical language processing inside the process; anthropic: its messages; openai:"
                                    + " chat completions, which many servers speak.",
                    words = {"offline", "anthropic", "openai"},
                    otherwise = "\"offline\"")
            String provider,

            @Says(
                    value = "The model as its provider calls it; required but for offline.",
                    most = ModelFields.LONGEST_NAME)
            String name,

            @Says(
                    value =
                            "Where it answers, if not at the provider's own address: this machine, or what the deployment"
                                    + " lists. Conversations are sent there.",
                    most = ModelFields.LONGEST_NAME)
            String baseUrl,

            @Says(
                    "Other models for some of what is asked, by purpose: SCREEN, FACETS, NAME, PROPOSE, DEDUPLICATE, ASSIGN,"
                            + " RENAME, AUDIT.")
            Map<String, PurposeModel> purposes,

            @Says("Other models for facets of the run that a model is asked for, by the facet's id.")
            Map<String, String> facets,

            @Says(
                    value =
                            "combined: the facets of a conversation that one model is asked for in one call; separate: each"
                                    + " in a call of its own.",
                    words = {"combined", "separate"},
                    otherwise = "\"combined\"")
            String calls,

            @Says(value = "Questions at a time, in each process.", least = 1, most = ModelFields.MOST_AT_ONCE)
            Integer concurrency,

            @Says(
                    value = "Whether facets are asked through the provider's batches: half the price, up to a day.",
                    otherwise = "false")
            Boolean batch) {}

    /** The model for one purpose. */
    record PurposeModel(
            @Says(value = "The model as its provider calls it.", most = ModelFields.LONGEST_NAME)
            String name) {}

    /** The embedding model. */
    record Embedding(
            @Says(
                    value = "onnx: inside the process; openai: embeddings of OpenAI, which many servers speak.",
                    words = {"onnx", "openai"},
                    otherwise = "\"onnx\"")
            String provider,

            @Says(
                    value = "Which one: all-MiniLM-L6-v2 for onnx; for openai it is required, as the server calls it.",
                    otherwise = "\"" + EmbeddingFields.EMBEDDED + "\"",
                    most = ModelFields.LONGEST_NAME)
            String name,

            @Says(
                    value =
                            "Where it answers, if not at the provider's own address: this machine, or what the deployment"
                                    + " lists. Summaries are sent there.",
                    most = ModelFields.LONGEST_NAME)
            String baseUrl,

            @Says(
                    value = "Dimensions of its vectors, for a model that can be asked for fewer than it has.",
                    least = EmbeddingFields.FEWEST,
                    most = EmbeddingFields.MOST)
            Integer dimensions) {}

    /** What the run may cost. */
    record Budget(
            @Says(value = "US dollars.", least = 0, most = 1e9)
            Double usd) {}
}

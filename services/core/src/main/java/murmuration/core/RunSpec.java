package murmuration.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, complete: every default is filled in. Its digest identifies a repeatable run; name, budget and
 * concurrency stand beside it in {@link Beside}, since they do not change the result.
 *
 * @param dataset the data set's id or name
 * @param facets every facet of the run, built-in ones first
 * @param accounts whether a conversation without one counts as an account of its own
 * @param seed what every draw derives from
 */
public record RunSpec(
        String dataset,
        Sampling sampling,
        List<Facet> facets,
        @Nullable Screen screen,
        Accounts accounts,
        Cluster cluster,
        Hierarchy hierarchy,
        MinimumsSpec minimums,
        Privacy privacy,
        Model model,
        Embedding embedding,
        long seed,
        Beside beside) {
    public RunSpec {
        facets = List.copyOf(facets);
    }

    /** Questions to the model at a time. @param otherwise as many as the deployment says; what an embedded model gets too */
    public int questionsAtOnce(int otherwise) {
        Integer concurrency = beside.concurrency();
        return model.embedded() || concurrency == null ? otherwise : concurrency;
    }

    /** The same with another budget; null: none. */
    public RunSpec withBudget(@Nullable Double usd) {
        return with(new Beside(beside.name(), usd, beside.concurrency(), beside.batch(), beside.replayOf()));
    }

    /** The same, asking nobody: from what is stored of this run. */
    public RunSpec replaying(String run) {
        return with(new Beside(beside.name(), null, beside.concurrency(), false, run));
    }

    /** The same with something else beside it. */
    public RunSpec with(Beside other) {
        return new RunSpec(
                dataset, sampling, facets, screen, accounts, cluster, hierarchy, minimums, privacy, model, embedding,
                seed, other);
    }

    /** How the facets of a conversation are asked: those of one model in one call, or each in a call of its own. */
    public enum Calls {
        COMBINED,
        SEPARATE
    }

    /** Whose conversations count as whose. */
    public enum Accounts {
        REQUIRED,
        ONE_PER_CONVERSATION
    }

    /** What is drawn from a data set: method.md, 1. */
    public enum Strategy {
        CONVERSATIONS,
        COMPLETIONS
    }

    /** What happens to the conversations of a cluster under the minimums. */
    public enum Small {
        WITHHOLD,
        REASSIGN
    }

    /** A named set of privacy defaults. */
    public enum Profile {
        INTERNAL,
        SMALL,
        PUBLISH
    }

    /** Whether a person must say yes before publishing. */
    public enum Approval {
        NONE,
        REQUIRED
    }

    /**
     * What is drawn.
     *
     * @param max at most so many conversations; null: all
     * @param perAccount at most so many of one account; null: no cap
     * @param from conversations that started at or after; null: no bound
     * @param to conversations that started before; null: no bound
     */
    public record Sampling(
            Strategy strategy,
            @Nullable Integer max,
            @Nullable Integer perAccount,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** One yes-or-no question before extraction. */
    public record Screen(String question) {}

    /**
     * How base clusters are made.
     *
     * @param facet id of the text facet that is embedded and clustered
     * @param k number of clusters; null: chosen from the data
     */
    public record Cluster(String facet, @Nullable Integer k) {}

    /** How levels are raised. @param top how many clusters the top level should have; null: from the data */
    public record Hierarchy(@Nullable Integer top) {}

    /** The minimums of the run, and what becomes of what is under them. */
    public record MinimumsSpec(Profile profile, Minimums values, Small small) {
        /** Sizes that are shown are multiples of this. */
        public int rounding() {
            return profile == Profile.PUBLISH ? 100 : 5;
        }

        /** A number that is near one of conversations: its first two digits, and a multiple of what sizes are. */
        public long rough(long number) {
            long unit = 1;
            while (unit * 100 <= number) {
                unit *= 10;
            }
            unit = Math.max(unit, rounding());
            return Math.floorDiv(2 * number + unit, 2 * unit) * unit;
        }

        /** A number of conversations as it is shown while it grows: the multiple below; 0 where that is under the minimum. */
        public long floored(long conversations) {
            long below = conversations - conversations % rounding();
            return below < values.conversations() ? 0 : below;
        }

        /** A number of conversations as it is shown: the nearest multiple, halves up, but none under the minimum. */
        public long rounded(long conversations) {
            return values.rounded(conversations, rounding());
        }
    }

    /**
     * What stands between a result and a reader beside the minimums.
     *
     * @param threshold a text that the audit rates at or over it may be shown
     * @param approval whether a person must approve
     * @param dp null: counts are not differentially private
     */
    public record Privacy(
            int threshold, Approval approval, @Nullable Dp dp) {
        /** Without differential privacy. */
        public Privacy(int threshold, Approval approval) {
            this(threshold, approval, null);
        }
    }

    /**
     * Differential privacy of the counts of a release, for one account more or less (method.md, 12).
     *
     * @param epsilon of the whole release; it is charged to the data set's budget
     * @param perAccount so many conversations of an account are counted at most
     */
    public record Dp(double epsilon, int perAccount) {
        /** Conversations of an account that are counted unless the spec says otherwise. */
        public static final int PER_ACCOUNT = 3;
    }

    /**
     * Which language model.
     *
     * @param name null where the provider has only one
     * @param baseUrl null: the provider's own
     * @param purposes purpose → the model that is asked for it instead
     * @param facets id of a facet → the model that is asked for it instead
     * @param calls null: combined
     */
    public record Model(
            String provider,
            @Nullable String name,
            @Nullable String baseUrl,
            @Nullable Map<Purpose, String> purposes,
            @Nullable Map<String, String> facets,
            @Nullable Calls calls) {
        /** The embedded model. */
        public static final Model OFFLINE = new Model("offline", null, null, null);

        /** Which is asked for all facets at once. */
        public Model(
                String provider,
                @Nullable String name,
                @Nullable String baseUrl,
                @Nullable Map<Purpose, String> purposes) {
            this(provider, name, baseUrl, purposes, null, null);
        }

        /** The same with models of their own for some facets. */
        public Model withFacets(Map<String, String> models) {
            return models.isEmpty() ? this : new Model(provider, name, baseUrl, purposes, models, calls);
        }

        /** The model that is asked for this facet, where that is another than for the others. */
        public Optional<String> ofFacet(String facet) {
            return Optional.ofNullable(facets).map(models -> models.get(facet));
        }

        /** The models that are asked about conversations for this purpose, in the order of their names. */
        public SortedSet<String> asked(Purpose purpose) {
            Map<Purpose, String> others = purposes == null ? Map.of() : purposes;
            SortedSet<String> names = new TreeSet<>(List.of(others.getOrDefault(purpose, String.valueOf(name))));
            if (purpose == Purpose.FACETS && facets != null) {
                names.addAll(facets.values());
            }
            return names;
        }

        /** Whether it is the embedded one, which is no language model. */
        public boolean embedded() {
            return provider.equals(OFFLINE.provider);
        }
    }

    /**
     * Which embedding model.
     *
     * @param baseUrl null: the provider's own
     * @param dimensions of its vectors; null: as many as the model has
     */
    public record Embedding(
            String provider,
            String name,
            @Nullable String baseUrl,
            @Nullable Integer dimensions) {
        private static final String EMBEDDED = "onnx";

        /** At the provider's own address, with as many dimensions as the model has. */
        public Embedding(String provider, String name) {
            this(provider, name, null, null);
        }

        /** Whether it is the embedded one, which nobody is asked for. */
        public boolean embedded() {
            return provider.equals(EMBEDDED);
        }
    }

    /**
     * What does not change the result.
     *
     * @param budgetUsd null: none
     * @param concurrency questions to the model at a time; null: as many as the deployment says
     * @param batch whether facets are asked through the provider's batches first
     * @param replayOf the run that this one repeats from what is stored of it, asking nobody; null: none
     */
    public record Beside(
            String name,
            @Nullable Double budgetUsd,
            @Nullable Integer concurrency,
            boolean batch,
            @Nullable String replayOf) {
        /** A run that may ask what has not been asked. */
        public Beside(String name, @Nullable Double budgetUsd, @Nullable Integer concurrency, boolean batch) {
            this(name, budgetUsd, concurrency, batch, null);
        }

        /** Without batches. */
        public Beside(String name, @Nullable Double budgetUsd, @Nullable Integer concurrency) {
            this(name, budgetUsd, concurrency, false);
        }
    }

    /** Conversations of one account that a run takes at most, unless the spec says otherwise. */
    public static final int PER_ACCOUNT = 20;
}

package murmuration.gateway.spec;

import java.util.List;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads minimums and audit together, since a profile sets both (method.md, 7 and 10). A data set of unknown size counts
 * as large.
 */
record MinimumsFields(RunSpec.MinimumsSpec minimums, RunSpec.Privacy privacy) {
    /** From this many conversations on the profile {@code small} is not offered. */
    static final long SMALL_UNDER = 5_000;

    static final double LEAST_EPSILON = 0.01;
    static final double MOST_EPSILON = 20;
    static final int MOST_PER_ACCOUNT = 100;

    private static final Minimums INTERNAL = new Minimums(50, 25);
    private static final Minimums SMALL = new Minimums(10, 10);
    private static final Minimums PUBLISH = new Minimums(1_000, 1_000);
    private static final Fields.Range MINIMUM = new Fields.Range(Minimums.FLOOR, SpecReader.HIGHEST_MINIMUM);

    static MinimumsFields read(Fields fields, long conversations, RunSpec.Accounts accounts) {
        RunSpec.MinimumsSpec minimums;
        try (Fields inside = fields.inside("minimums")) {
            minimums = minimums(inside, conversations);
        }
        boolean publish = minimums.profile() == RunSpec.Profile.PUBLISH;
        if (publish && accounts == RunSpec.Accounts.ONE_PER_CONVERSATION) {
            fields.fault("accounts", "one-per-conversation does not go with minimums.profile publish");
        }
        try (Fields inside = fields.inside("privacy")) {
            Integer threshold = inside.whole("threshold", new Fields.Range(publish ? 4 : 3, 5));
            int otherwise = publish ? 4 : 3;
            return new MinimumsFields(
                    minimums,
                    new RunSpec.Privacy(
                            threshold == null ? otherwise : threshold,
                            SpecReader.constant(
                                    RunSpec.Approval.class,
                                    inside.word("approval", List.of("none", "required"), "none")),
                            dp(inside, accounts)));
        }
    }

    private static RunSpec.@Nullable Dp dp(Fields privacy, RunSpec.Accounts accounts) {
        boolean there = privacy.has("dp");
        try (Fields inside = privacy.inside("dp")) {
            Double epsilon = inside.number("epsilon", new Fields.Range(LEAST_EPSILON, MOST_EPSILON));
            Integer perAccount = inside.whole("perAccount", new Fields.Range(1, MOST_PER_ACCOUNT));
            if (!there) {
                return null;
            }
            if (!inside.has("epsilon")) {
                inside.fault("epsilon", "is required: how much the counts may tell of an account");
            }
            if (accounts == RunSpec.Accounts.ONE_PER_CONVERSATION) {
                privacy.fault("dp", "does not go with accounts one-per-conversation: it is promised to accounts");
            }
            return new RunSpec.Dp(
                    epsilon == null ? LEAST_EPSILON : epsilon,
                    perAccount == null ? RunSpec.Dp.PER_ACCOUNT : perAccount);
        }
    }

    private static RunSpec.MinimumsSpec minimums(Fields inside, long size) {
        String profile = inside.word("profile", List.of("auto", "internal", "small", "publish"), "auto");
        Integer conversations = inside.whole("conversations", MINIMUM);
        Integer accounts = inside.whole("accounts", MINIMUM);
        RunSpec.Small small = SpecReader.constant(
                RunSpec.Small.class, inside.word("small", List.of("withhold", "reassign"), "withhold"));
        boolean numbers = inside.has("conversations") || inside.has("accounts");
        if (numbers && !profile.equals("auto")) {
            inside.fault("profile", "stands without conversations and accounts: it sets both");
            numbers = false;
        }
        if (profile.equals("small") && (size >= SMALL_UNDER || size == DatasetFacts.UNKNOWN)) {
            inside.fault(
                    "profile",
                    "small is for data sets under %,d conversations; ".formatted(SMALL_UNDER)
                            + (size == DatasetFacts.UNKNOWN
                                    ? "start the run when this one is imported"
                                    : "this one is not"));
        }
        return numbers
                ? own(inside, conversations, accounts, small)
                : switch (profile) {
                    case "small" -> of(RunSpec.Profile.SMALL, SMALL, small);
                    case "publish" -> of(RunSpec.Profile.PUBLISH, PUBLISH, small);
                    case "internal" -> of(RunSpec.Profile.INTERNAL, INTERNAL, small);
                    default ->
                        size != DatasetFacts.UNKNOWN && size < SMALL_UNDER
                                ? of(RunSpec.Profile.SMALL, SMALL, small)
                                : of(RunSpec.Profile.INTERNAL, INTERNAL, small);
                };
    }

    /** Minimums of the user's own; under the internal ones they are marked as small everywhere. */
    private static RunSpec.MinimumsSpec own(
            Fields inside, @Nullable Integer conversations, @Nullable Integer accounts, RunSpec.Small small) {
        if (!inside.has("conversations")) {
            inside.fault("conversations", "is required beside accounts");
        }
        if (!inside.has("accounts")) {
            inside.fault("accounts", "is required beside conversations");
        }
        if (conversations == null || accounts == null) {
            return of(RunSpec.Profile.SMALL, SMALL, small);
        }
        if (conversations < accounts) {
            inside.fault("conversations", "is at least accounts (%d), not %d".formatted(accounts, conversations));
            return of(RunSpec.Profile.SMALL, SMALL, small);
        }
        boolean internal = conversations >= INTERNAL.conversations() && accounts >= INTERNAL.accounts();
        return of(
                internal ? RunSpec.Profile.INTERNAL : RunSpec.Profile.SMALL,
                new Minimums(conversations, accounts),
                small);
    }

    private static RunSpec.MinimumsSpec of(RunSpec.Profile profile, Minimums minimums, RunSpec.Small small) {
        return new RunSpec.MinimumsSpec(profile, minimums, small);
    }
}

package murmuration.privacy;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;

/** Specs under which nothing may be shown; checked again here, whoever checked them before. */
final class RefusedSpecs {
    private static final int LOWEST_PUBLISH_THRESHOLD = 4;
    private static final int LOWEST_THRESHOLD = 3;

    private static final int PUBLISH_ACCOUNTS = 1_000;

    private RefusedSpecs() {}

    /** Throws {@link ErrorCode#PRIVACY_REFUSED} with the rule. */
    static void check(RunSpec spec) {
        boolean publish = spec.minimums().profile() == RunSpec.Profile.PUBLISH;
        RunSpec.Dp dp = spec.privacy().dp();
        if ((publish || dp != null) && spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "profile publish and privacy.dp need accounts, not one-per-conversation");
        }
        if (publish && spec.minimums().values().accounts() < PUBLISH_ACCOUNTS) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "profile publish needs a minimum of " + PUBLISH_ACCOUNTS + " accounts, not "
                            + spec.minimums().values().accounts());
        }
        if (dp != null && (!(dp.epsilon() > 0) || dp.perAccount() < 1)) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED, "privacy.dp needs an epsilon over 0 and a conversation of each account");
        }
        int lowest = publish ? LOWEST_PUBLISH_THRESHOLD : LOWEST_THRESHOLD;
        if (spec.privacy().threshold() < lowest) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "the audit's threshold is at least " + lowest + ", not "
                            + spec.privacy().threshold());
        }
    }
}

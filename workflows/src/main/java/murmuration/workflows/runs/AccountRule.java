package murmuration.workflows.runs;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;

/** Without accounts the account minimum cannot be met, so a run must say that it does without (method.md, 1). */
public final class AccountRule {
    private AccountRule() {}

    /** Refuses a spec that may never be run, whatever the data set. */
    static void check(RunSpec spec) {
        if (spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION
                && spec.minimums().profile() == RunSpec.Profile.PUBLISH) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "accounts: one-per-conversation does not go with minimums.profile: publish");
        }
    }

    /** Refuses a spec that asks for accounts where the data set, imported by now, names none. */
    public static void check(RunSpec spec, Dataset dataset) {
        if (spec.accounts() == RunSpec.Accounts.REQUIRED && dataset.contents().accounts() == 0) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    "the data set names no accounts, so the account minimum cannot be met;"
                            + " set accounts: one-per-conversation in the spec if each conversation may count as"
                            + " an account of its own");
        }
    }
}

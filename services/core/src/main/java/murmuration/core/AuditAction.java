package murmuration.core;

/** What an audit record tells of. A name is part of records that stand for ever: it is never changed or given anew. */
public enum AuditAction {
    DATASET_ASKED,
    DATASET_IMPORTED,
    DATASET_FAILED,
    /** What will be deleted; its outcome is {@link #DATASET_DELETED}. */
    DATASET_DELETING,
    DATASET_DELETED,
    /** That an account is about to be taken out of a data set; its outcome is {@link #ACCOUNT_ERASED}. */
    ACCOUNT_ERASING,
    ACCOUNT_ERASED,
    /** That the conversations of a data set are about to go by retention; its outcome is {@link #DATASET_EXPIRED}. */
    DATASET_EXPIRING,
    DATASET_EXPIRED,
    /** Something of a run that had ended has gone by retention. */
    RUN_EXPIRED,
    RUN_STARTED,
    RUN_PAUSE_ASKED,
    RUN_RESUME_ASKED,
    RUN_CANCEL_ASKED,
    RUN_APPROVED,
    RUN_BUDGET_SET,
    /** A run that had ended, or was further on, is computed again from a stage on: reset, or without what was erased. */
    RUN_REOPENED,
    STAGE_SEALED,
    RESULT_PUBLISHED,
    RESULT_WITHDRAWN,
    RUN_PUBLISHED,
    RUN_FAILED,
    RUN_CANCELED,
    /** What a store outside the database is about to delete; its outcome is {@link #ERASED}. */
    ERASING,
    ERASED,
    KEY_MADE,
    KEY_REVOKED,
    SAFETY_ASKED,
    SAFETY_APPROVED,
    /** What a safety run found can be read from here on. */
    SAFETY_SHOWN,
    SAFETY_READ,
    /** Somebody wants a safety run to end before its time. */
    SAFETY_ENDED,
    /** Everything of a safety run has been deleted. */
    SAFETY_EXPIRED,
    AUDIT_VERIFIED,
    CHECKPOINT_MADE;

    /** Whether a run has ended with it. */
    public boolean endsRun() {
        return this == RUN_PUBLISHED || this == RUN_FAILED || this == RUN_CANCELED;
    }
}

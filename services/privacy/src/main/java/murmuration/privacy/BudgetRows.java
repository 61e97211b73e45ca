package murmuration.privacy;

import java.math.BigDecimal;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Assignment;
import org.jdbi.v3.core.Handle;

/**
 * What releases of a data set have spent of its budget for differential privacy. It stays when a run or the data set goes:
 * what was read was read. The same content under another name has the same budget.
 */
record BudgetRows(Handle handle, Assignment run) {
    /**
     * What a release asks for.
     *
     * @param budget of all releases of the data set
     */
    record Charge(BigDecimal epsilon, BigDecimal budget) {}

    /** Charges a release once; refuses where too little is left. */
    void charge(String resultDigest, Charge charge) {
        boolean paid = handle.createQuery("""
                        SELECT EXISTS (SELECT FROM released.spent
                        WHERE (dataset_id = :dataset OR dataset_digest = :data) AND result_digest = :result)""")
                .bind("dataset", run.datasetId())
                .bind("data", run.datasetDigest())
                .bind("result", resultDigest)
                .mapTo(Boolean.class)
                .one();
        if (paid) {
            return;
        }
        BigDecimal spent = handle.createQuery("""
                        SELECT coalesce(sum(epsilon), 0) FROM released.spent
                        WHERE dataset_id = :dataset OR dataset_digest = :data""")
                .bind("dataset", run.datasetId())
                .bind("data", run.datasetDigest())
                .mapTo(BigDecimal.class)
                .one();
        if (spent.add(charge.epsilon()).compareTo(charge.budget()) > 0) {
            throw new MurmurationException(
                    ErrorCode.PRIVACY_REFUSED,
                    ("privacy.dp.epsilon is %s, but releases of this data set have spent %s of its budget of %s"
                                    + " (MURMURATION_PRIVACY_DP_BUDGET); nothing was published")
                            .formatted(plain(charge.epsilon()), plain(spent), plain(charge.budget())));
        }
        handle.createUpdate("""
                        INSERT INTO released.spent (tenant, dataset_id, dataset_digest, result_digest, epsilon)
                        VALUES (:tenant, :dataset, :data, :result, :epsilon)""")
                .bind("tenant", run.run().tenant())
                .bind("dataset", run.datasetId())
                .bind("data", run.datasetDigest())
                .bind("result", resultDigest)
                .bind("epsilon", charge.epsilon())
                .execute();
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}

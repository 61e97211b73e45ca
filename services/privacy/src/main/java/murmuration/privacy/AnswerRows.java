package murmuration.privacy;

import org.jdbi.v3.core.statement.Query;

/**
 * How a variable's answers are selected: a query over the original members of clusters {@code :bases} of run {@code :run}
 * with columns k, account, shard, position and value, a row an answer, one with a null value where there is none.
 */
record AnswerRows(Variable variable) {
    private static final String MEMBERS = """
            FROM clusters.assignment a JOIN facets.conversation c USING (tenant, run_id, shard, position)""";
    private static final String SCOPE = """
            WHERE a.run_id = :run AND a.original AND a.k = ANY(:bases)""";
    private static final String VALUES = """
            LEFT JOIN facets.value v ON v.tenant = a.tenant AND v.run_id = a.run_id AND v.facet = :facet
                AND v.shard = a.shard AND v.position = a.position""";

    String sql() {
        return "SELECT a.k, c.account, a.shard, a.position, " + value() + " AS value " + MEMBERS + "\n"
                + (variable instanceof Variable.Time ? "" : VALUES) + "\n" + SCOPE;
    }

    private String value() {
        return switch (variable) {
            case Variable.Closed closed -> "v.value";
            case Variable.Open open -> "v.value";
            case Variable.Binned binned -> """
                    CASE WHEN v.value ~ '^-?[0-9]{1,15}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?$'
                        THEN width_bucket(v.value::float8, :edges)::text END""";
            case Variable.Time time ->
                "to_char(date_trunc('" + time.unit().word() + "', c.started_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')";
        };
    }

    void bind(Query query) {
        switch (variable) {
            case Variable.Closed closed -> query.bind("facet", closed.facet());
            case Variable.Open open -> query.bind("facet", open.facet());
            case Variable.Binned binned ->
                query.bind("facet", binned.facet()).bind("edges", binned.edges().toArray(Double[]::new));
            case Variable.Time time -> {}
        }
    }
}

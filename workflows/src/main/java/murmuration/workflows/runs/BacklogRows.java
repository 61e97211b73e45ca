package murmuration.workflows.runs;

import java.util.Map;
import murmuration.core.Stage;
import murmuration.runtime.Database;
import org.jdbi.v3.core.generic.GenericType;

/** What runs under way have yet to get through, of all tenants together. */
public final class BacklogRows {
    private final Database database;

    /** The rows of this database. */
    public BacklogRows(Database database) {
        this.database = database;
    }

    /** Hundreds of conversations, of NAME, REVIEW and RAISE fives of clusters, by stage; one with nothing to do may be missing. */
    public Map<Stage, Long> items() {
        // the view sums over all tenants itself, so none is asked for
        return database.inTenant(
                "",
                handle -> handle.createQuery("SELECT stage, items FROM runs.backlog")
                        .setMapKeyColumn("stage")
                        .setMapValueColumn("items")
                        .collectInto(new GenericType<Map<Stage, Long>>() {}));
    }
}

package murmuration.workflows;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.sql.SQLException;
import murmuration.runtime.Database;
import murmuration.runtime.TestDatabase;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database behind a pool, as in production: a run makes hundreds of short transactions. */
final class PooledDatabase implements AutoCloseable {
    private final AgroalDataSource pool;

    PooledDatabase() {
        PGSimpleDataSource owner = (PGSimpleDataSource) TestDatabase.create().owner();
        try {
            pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(connections -> connections
                            .maxSize(8)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url(owner))
                                    .principal(new NamePrincipal("murmuration_workflows")))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Database database() {
        return new Database(pool);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static String url(PGSimpleDataSource owner) {
        return "jdbc:postgresql://localhost:" + owner.getPortNumbers()[0] + "/" + owner.getDatabaseName();
    }
}

package murmuration.runtime;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database's schemas, roles and grants up to this version; run by its owner, before any service starts. */
public final class Migrations {
    private Migrations() {}

    /** Applies what is missing; does nothing where the database is up to date. */
    public static void apply(DataSource owner) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/murmuration")
                .defaultSchema("public")
                .loggers("slf4j")
                .load()
                .migrate();
    }
}

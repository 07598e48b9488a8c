package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * The role by which the engine works. It owns what can be rebuilt and nothing of the event store. Its password is another
 * one in every run, so that nobody keeps it.
 */
public record ApplicationRole(String name, String password) {
  private static final String NAME = "agentsync_app";
  private static final int PASSWORD_BYTES = 24;

  /** Makes it, or gives it another password. */
  public static ApplicationRole make(PostgresServer server) {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    ApplicationRole role = new ApplicationRole(NAME, HexFormat.of().formatHex(random));
    try (
      Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
      Statement statement = connection.createStatement()
    ) {
      statement.execute(role.sql());
      return role;
    } catch (SQLException failure) {
      throw new StartRefused("PostgreSQL does not let the engine have its role: " + failure.getMessage());
    }
  }

  /** Data of a run from before there was this role belongs to the cluster's owner. */
  private String sql() {
    return """
    DO $$
    DECLARE
      relation record;
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
        CREATE ROLE %1$s LOGIN;
      END IF;
      ALTER ROLE %1$s PASSWORD '%2$s';
      EXECUTE format('GRANT CREATE ON DATABASE %%I TO %1$s', current_database());
      FOR relation IN
        SELECT nspname FROM pg_namespace
        WHERE nspname IN ('read', 'sync') AND pg_get_userbyid(nspowner) <> '%1$s'
      LOOP
        EXECUTE format('ALTER SCHEMA %%I OWNER TO %1$s', relation.nspname);
      END LOOP;
      FOR relation IN
        SELECT schemaname, tablename FROM pg_tables
        WHERE schemaname IN ('read', 'sync') AND tableowner <> '%1$s'
      LOOP
        EXECUTE format('ALTER TABLE %%I.%%I OWNER TO %1$s', relation.schemaname, relation.tablename);
      END LOOP;
    END $$
    """.formatted(name, password);
  }
}

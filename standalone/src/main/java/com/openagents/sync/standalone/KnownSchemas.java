package com.openagents.sync.standalone;

import com.openagents.sync.standalone.database.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Refuses data that a newer version has migrated: Flyway would only warn and go on. */
final class KnownSchemas {

  private static final String HISTORIES =
    "SELECT quote_ident(schemaname) FROM pg_tables WHERE tablename = 'flyway_schema_history'";

  private KnownSchemas() {}

  /** @throws StartRefused if a migration was applied there that this version doesn't have */
  static void require(PostgresServer server) {
    try (
      Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())
    ) {
      Set<String> unknown = new HashSet<>();
      for (String schema : column(connection, HISTORIES)) {
        unknown.addAll(
          column(
            connection,
            "SELECT script FROM %s.flyway_schema_history WHERE type = 'SQL'".formatted(schema)
          )
        );
      }
      unknown.removeAll(scripts());
      if (!unknown.isEmpty()) {
        throw new StartRefused(
          "The data was written by a newer agentsync (%s); use that one, or another directory with --data.".formatted(
            String.join(", ", unknown)
          )
        );
      }
    } catch (SQLException failure) {
      throw new StartRefused("PostgreSQL does not answer: " + failure.getMessage());
    }
  }

  private static Set<String> column(Connection connection, String query) throws SQLException {
    Set<String> values = new HashSet<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private static Set<String> scripts() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath*:db/*/*.sql"))
        .map(Resource::getFilename)
        .collect(Collectors.toSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

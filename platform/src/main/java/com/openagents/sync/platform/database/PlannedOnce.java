package com.openagents.sync.platform.database;

import java.util.Objects;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Looks for what is new, made again and again. Left to itself PostgreSQL plans them anew each time, for the values at
 * hand, and takes several times as long for it as for the look.
 */
public final class PlannedOnce {

  /**
   * In SQL, columns that have all statements after them in their transaction planned once, and by keys only: a plan that
   * was made while tables were small is kept, and would read them whole when they have grown. Not compiled, since a plan
   * for any values looks as if it read much.
   */
  public static final String SETTINGS = """
  set_config('plan_cache_mode', 'force_generic_plan', true),
  set_config('jit', 'off', true),
  set_config('enable_seqscan', 'off', true),
  set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true)
  """;

  private PlannedOnce() {}

  /** One way there and back, also without a transaction: the driver sends all that one text has. */
  public static <T> T query(
    JdbcTemplate jdbc,
    String sql,
    ResultSetExtractor<T> extractor,
    Object... parameters
  ) {
    PreparedStatementCallback<T> look = statement -> {
      new ArgumentPreparedStatementSetter(parameters).setValues(statement);
      statement.execute();
      statement.getMoreResults();
      return Objects.requireNonNull(extractor.extractData(statement.getResultSet()));
    };
    return jdbc.execute("SELECT " + SETTINGS + ";\n" + sql, look);
  }
}

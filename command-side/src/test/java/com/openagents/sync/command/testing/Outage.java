package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Troubles of one database, made from another one on the same server. */
public record Outage(JdbcClient admin, String name) {
  public static Outage of(TestDatabase database) {
    return new Outage(
      JdbcClient.create(TestDatabase.create().dataSource()),
      database.jdbcUrl().replaceFirst(".*/([^/?]+).*", "$1")
    );
  }

  /** Breaks every connection to the database. */
  public void terminateBackends() {
    admin
      .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?")
      .param(name)
      .query((_, _) -> true)
      .list();
  }

  /** @param application the name that the connections gave themselves */
  public void terminate(String application) {
    admin
      .sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND application_name = ?"
      )
      .params(name, application)
      .query((_, _) -> true)
      .list();
  }

  public void terminateWhoWaitsForALock() {
    admin
      .sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock'"
      )
      .param(name)
      .query((_, _) -> true)
      .list();
  }

  /** Lets nobody connect any more, or again. */
  public void allowConnections(boolean allowed) {
    admin.sql("ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allowed).update();
  }
}

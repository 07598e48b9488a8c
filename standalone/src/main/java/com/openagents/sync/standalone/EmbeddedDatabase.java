package com.openagents.sync.standalone;

import com.openagents.sync.command.eventstore.EventStoreOwner;
import com.openagents.sync.standalone.database.ApplicationRole;
import com.openagents.sync.standalone.database.DataDirectory;
import com.openagents.sync.standalone.database.PostgresServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The embedded PostgreSQL as the context's database. It comes up while the context does; who needs it first, waits. */
final class EmbeddedDatabase implements Closeable {

  private record Running(PostgresServer server, ApplicationRole application) {}

  private final CompletableFuture<Running> starting;

  EmbeddedDatabase(DataDirectory data) {
    starting = CompletableFuture.supplyAsync(
      () -> bringUp(data),
      task -> Thread.ofPlatform().name("postgres-start").start(task)
    );
  }

  private Running running() {
    try {
      return starting.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof StartRefused refused ? refused : failure;
    }
  }

  /** For the context, which must not close it: that is up to whoever started it. */
  JdbcConnectionDetails connectionDetails() {
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return running().server().jdbcUrl();
      }

      @Override
      public String getUsername() {
        return running().application().name();
      }

      @Override
      public String getPassword() {
        return running().application().password();
      }
    };
  }

  /** Owns the event store, which the application's role may not change. */
  EventStoreOwner owner() {
    return new EventStoreOwner() {
      @Override
      public String username() {
        return running().server().user();
      }

      @Override
      public String password() {
        return running().server().password();
      }
    };
  }

  @Override
  public void close() throws IOException {
    try {
      running().server().close();
    } catch (StartRefused | CompletionException neverCameUp) {
      // There is nothing to stop.
    }
  }

  private static Running bringUp(DataDirectory data) {
    PostgresServer server = PostgresServer.start(data);
    try {
      KnownSchemas.require(server);
      return new Running(server, ApplicationRole.make(server));
    } catch (StartRefused refused) {
      stop(server);
      throw refused;
    }
  }

  private static void stop(PostgresServer server) {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

package com.openagents.sync.query.audit;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A running query side over an event store that remembers mutations, as the command side does. */
final class AuditedStore implements AutoCloseable {

  private final EventStore store;
  private final RunningQuerySide app;
  private final JdbcClient jdbc;

  AuditedStore(String... settings) {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    jdbc = JdbcClient.create(database.dataSource());
    app = RunningQuerySide.on(
      database,
      Stream.concat(Stream.of("agentsync.projector.poll-every=5ms"), Arrays.stream(settings)).toArray(
        String[]::new
      )
    );
  }

  EventStore events() {
    return store;
  }

  RunningQuerySide app() {
    return app;
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  /** Stores a mutation with its events. */
  void mutate(String mutationId, UUID orgId, DomainEvent... events) {
    long last = events.length == 0 ? store.lastIndex() : store.append(mutationId, List.of(events));
    remember(mutationId, orgId, events.length == 0 ? null : last - events.length + 1, last);
  }

  void remember(String mutationId, UUID orgId, @Nullable Long firstIndex, long lastIndex) {
    jdbc
      .sql(
        """
        INSERT INTO event_store.mutations (mutation_id, fingerprint, answer, first_index, last_index, command,
          command_id, actor, actor_kind, correlation_id, org_id)
        VALUES (?, 'fingerprint', '{}', ?, ?, 'PostMessage', 'command-1', ?, 'agent', 'run-1', ?)
        """
      )
      .params(Arrays.asList(mutationId, firstIndex, lastIndex, EventStore.ACTOR, orgId))
      .update();
  }

  /** An event of an aggregate that nobody can read. */
  void appendUnreadable(UUID aggregateId, UUID orgId) {
    long index = store.lastIndex() + 1;
    byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
    store.insert(index, aggregateId, orgId, "MessageSung", nothing, nothing);
    store.moveHead(index);
  }

  void awaitProjected() {
    store.awaitProjected(Duration.ofSeconds(60));
  }

  JsonNode problem(String path, int status) {
    HttpResponse<String> answer = app.get(path);
    if (answer.statusCode() != status) {
      throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return RunningQuerySide.JSON.readTree(answer.body());
  }

  int statusFor(String subject, String path, UUID... orgs) {
    return app.send(path, app.issuer().token(subject, orgs), BodyHandlers.ofString()).statusCode();
  }

  @Override
  public void close() {
    app.close();
  }
}

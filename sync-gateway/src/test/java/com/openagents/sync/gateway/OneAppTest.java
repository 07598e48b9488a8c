package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

@DisplayName("In one app with the query side")
class OneAppTest {

  /** Stands for the query side in the same app. */
  static class Bootstraps {

    @Bean
    RouterFunction<ServerResponse> bootstrap(JdbcClient jdbc) {
      return RouterFunctions.route(RequestPredicates.GET("/sync/bootstrap"), _ ->
        ServerResponse.ok().contentType(MediaType.APPLICATION_NDJSON).body(rows(jdbc))
      );
    }

    private static byte[] rows(JdbcClient jdbc) {
      return jdbc
        .sql("SELECT last_id, epoch FROM sync.log_head")
        .query((row, _) ->
          """
          {"model":"Message","row":{"content":"here"}}
          {"lastSyncId":%d,"epoch":"%s","rows":1}
          """.formatted(row.getLong(1), row.getString(2))
        )
        .single()
        .getBytes(StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("bootstraps come from its own port, whatever that is")
  void ownPort() {
    TestDatabase database = TestDatabase.create();
    Gateway.migrate(database);
    try (Gateway gateway = Gateway.startWith(database, Bootstraps.class)) {
      SyncLogWriter log = gateway.writer();
      Scope scope = log.org(UUID.randomUUID(), "alice");
      log.write(scope, 5);
      TestClient client = gateway.connect("alice").subscribe(scope, 0);
      assertThat(
        client.next("bootstrap").path("models").path("Messages").get(0).path("content").asString()
      ).isEqualTo("here");
      client.next("subscribed");
      long id = log.write(scope, "Message", "a");
      assertThat(client.nextEventIds(1)).containsExactly(id);

      MeterRegistry metrics = gateway.bean(MeterRegistry.class);
      assertThat(metrics.get("agentsync.gateway.sockets").gauge().value()).isEqualTo(1);
      assertThat(metrics.get("agentsync.gateway.subscriptions").gauge().value()).isEqualTo(1);
      assertThat(metrics.get("agentsync.gateway.tail.lag").gauge().value()).isZero();
    }
  }
}

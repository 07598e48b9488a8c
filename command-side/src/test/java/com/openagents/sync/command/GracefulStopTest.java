package com.openagents.sync.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.RunningApp;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GracefulStopTest {

  private static final int CALLS = 4;

  @Test
  void callsInHandAreAnswered() throws SQLException {
    try (
      RunningApp app = RunningApp.start();
      Connection holder = app.database().dataSource().getConnection()
    ) {
      Tenant tenant = app.api().newTenant();
      holdHead(holder);
      List<Future<Answer>> calls = IntStream.range(0, CALLS)
        .mapToObj(_ -> Crowd.start(() -> tenant.send(post(tenant))))
        .toList();
      await().until(() -> requestsInHand(app) >= CALLS);
      int port = app.api().port();
      Future<?> stop = Crowd.start(() -> {
        app.context().close();
        return true;
      });
      await().until(() -> !listens(port));
      holder.rollback();
      assertThat(calls.stream().map(Crowd::result).map(Answer::status)).containsOnly(202);
      Crowd.result(stop);
    }
  }

  private static Call post(Tenant tenant) {
    return Call.of("POST", "/api/message").json(tenant.messageOf("hello")).async();
  }

  private static long requestsInHand(RunningApp app) {
    return app
      .context()
      .getBean(MeterRegistry.class)
      .find("http.server.requests.active")
      .longTaskTimers()
      .stream()
      .mapToLong(LongTaskTimer::activeTasks)
      .sum();
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static void holdHead(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT * FROM event_store.head FOR UPDATE");
    }
  }
}

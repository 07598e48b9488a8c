package com.openagents.sync.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.net.SocketException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

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

  /** A stop begins with a pause. Only now and then it meets a call of which nothing but the first line is read. */
  @Test
  void callsThatMeetTheStopAreToldToTryAgain() throws IOException {
    Set<String> statuses = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean paused = new AtomicBoolean();
    Semaphore answers = new Semaphore(0);
    try (RunningApp app = RunningApp.start()) {
      Connector connector = connector(app);
      List<Future<Boolean>> callers = IntStream.range(0, CALLS)
        .mapToObj(_ -> Crowd.start(() -> callUntil(done, app.api().port(), paused, statuses, answers)))
        .toList();
      await()
        .atMost(Duration.ofMinutes(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          answers.drainPermits();
          answers.acquire(10 * CALLS);
          paused.set(true);
          connector.pause();
          paused.set(false);
          connector.resume();
          return statuses.stream().anyMatch(status -> !status.equals("401"));
        });
      done.set(true);
      callers.forEach(Crowd::result);
    }
    assertThat(statuses).containsExactlyInAnyOrder("401", "503");
  }

  private static boolean callUntil(
    AtomicBoolean done,
    int port,
    AtomicBoolean paused,
    Set<String> statuses,
    Semaphore answers
  ) throws IOException {
    while (!done.get()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        for (String answer = answer(socket); !answer.isEmpty() && !done.get(); answer = answer(socket)) {
          String status = answer.substring("HTTP/1.1 ".length()).substring(0, 3);
          // Unlike a server that stops, this one goes on, and may do so before it has answered.
          if (paused.get() || status.equals("401")) {
            statuses.add(status);
          }
          answers.release();
        }
      } catch (SocketException cut) {
        // As a connection may be that is idle when the server stops.
      }
    }
    return true;
  }

  /** Nothing if the connection has ended instead. */
  private static String answer(Socket socket) throws IOException {
    String call = "GET /api/message HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(call.getBytes(US_ASCII));
    byte[] answer = new byte[4_000];
    int length = socket.getInputStream().read(answer);
    return new String(answer, 0, Math.max(length, 0), US_ASCII);
  }

  private static Connector connector(RunningApp app) {
    var server = ((ServletWebServerApplicationContext) app.context()).getWebServer();
    return ((TomcatWebServer) Objects.requireNonNull(server)).getTomcat().getConnector();
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

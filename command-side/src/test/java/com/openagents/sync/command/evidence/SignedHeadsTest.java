package com.openagents.sync.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.evidence.SignedHead;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.JdbcTemplate;

/** Heads are signed while events come, by one of several nodes, and reach the outside. */
class SignedHeadsTest {

  private static final int EVENTS_PER_HEAD = 5;
  private static final int MESSAGES = 23;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir
  private Path folder;

  private HeadFile file;

  @BeforeEach
  void name() {
    file = new HeadFile(folder.resolve("signed-heads.jsonl"));
  }

  @Test
  @DisplayName(
    "contract 14: two nodes sign every so many events once, and what is outside is what is in the database"
  )
  void twoNodes() throws Exception {
    try (RunningApp first = start(); RunningApp second = first.startAnother(settings())) {
      Api.Tenant tenant = first.api().newTenant();
      for (int message = 0; message < MESSAGES; message++) {
        (message % 2 == 0 ? tenant : tenant.at(second.api())).post("hello");
      }
      awaitHead(MESSAGES + 2);
      List<SignedHead> heads = file.read().heads();
      PublicKeys keys = PublicKeys.read(publicKeys());
      assertThat(keys.ids()).hasSize(1);
      assertThat(heads).allMatch(keys::signed);
      assertThat(heads).extracting(SignedHead::globalIndex).isSorted().doesNotHaveDuplicates();
      assertThat(distances(heads)).allMatch(distance -> distance <= EVENTS_PER_HEAD);
      List<SignedHead> stored = first.context().getBean(SignedHeadTable.class).after(0, MESSAGES);
      assertThat(stored)
        .usingElementComparator((one, other) -> one.saysSameAs(other) ? 0 : 1)
        .isEqualTo(heads);
      List<Long> indexes = heads.stream().map(SignedHead::globalIndex).toList();
      assertThat(first.context().getBean(SignedHeadTable.class).at(indexes))
        .extracting(place -> HexFormat.of().formatHex(place.hash()))
        .isEqualTo(
          heads
            .stream()
            .map(head -> HexFormat.of().formatHex(head.hash()))
            .toList()
        );
    }
  }

  private static List<Long> distances(List<SignedHead> heads) {
    List<Long> indexes = Stream.concat(Stream.of(0L), heads.stream().map(SignedHead::globalIndex)).toList();
    return Stream.iterate(1, number -> number < indexes.size(), number -> number + 1)
      .map(number -> indexes.get(number) - indexes.get(number - 1))
      .toList();
  }

  @Test
  @DisplayName("The signing key is its owner's alone, and the last events are signed when the app stops")
  void keyAndStop() throws Exception {
    try (RunningApp app = start()) {
      app.api().newTenant();
    }
    assertThat(file.last().orElseThrow().globalIndex()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key()))).isEqualTo("rw-------");
  }

  @Test
  @DisplayName(
    "contract 14: a store that lost what was signed is not signed any more, and the health says so"
  )
  void noTestimonyToAnotherHistory() throws Exception {
    try (RunningApp app = start()) {
      app.api().newTenant();
      awaitHead(2);
      app
        .context()
        .getBean(JdbcTemplate.class)
        .execute(
          """
          SET session_replication_role = replica;
          DELETE FROM event_store.signed_heads;
          UPDATE event_store.domain_events SET hash = sha256(hash);
          UPDATE event_store.head SET last_hash = (SELECT hash FROM event_store.domain_events WHERE global_index = 2);
          SET session_replication_role = DEFAULT
          """
        );
      EvidenceHealthIndicator health = app.context().getBean(EvidenceHealthIndicator.class);
      await()
        .atMost(PATIENCE)
        .until(() -> health.health().getStatus().equals(Status.DOWN));
      assertThat(health.health().getDetails().toString()).contains("is not the one that was signed");
      assertThat(app.context().getBean(SignedHeadTable.class).last()).isEmpty();
    }
  }

  @Test
  @DisplayName("contract 14: a receiver that was away gets every head once it is back")
  void postsToAReceiver() throws Exception {
    AtomicInteger refusals = new AtomicInteger(2);
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      boolean refused = refusals.getAndDecrement() > 0;
      if (!refused) {
        received.addAll(body.lines().toList());
      }
      exchange.sendResponseHeaders(refused ? 503 : 204, -1);
      exchange.close();
    });
    receiver.start();
    String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
    try (RunningApp app = start("--agentsync.evidence.heads-url=" + url)) {
      Api.Tenant tenant = app.api().newTenant();
      for (int message = 0; message < MESSAGES; message++) {
        tenant.post("hello");
      }
      await()
        .atMost(PATIENCE)
        .until(() -> !received.isEmpty() && received.equals(lines()));
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  @DisplayName("contract 14: an event alone is signed too, once it is time")
  void signsFewInTime() throws Exception {
    try (RunningApp app = start()) {
      Api.Tenant tenant = app.api().newTenant();
      awaitHead(2);
      tenant.post("one more");
      awaitHead(3);
    }
  }

  private void awaitHead(long index) {
    await()
      .atMost(PATIENCE)
      .until(() -> file.last().map(SignedHead::globalIndex).orElse(0L) == index);
  }

  private List<String> lines() throws IOException {
    return Files.exists(file.path()) ? Files.readAllLines(file.path()) : List.of();
  }

  private RunningApp start(String... more) {
    return RunningApp.start(Stream.concat(Stream.of(settings()), Stream.of(more)).toArray(String[]::new));
  }

  private String[] settings() {
    return new String[] {
      "--agentsync.evidence.signing-key-file=" + key(),
      "--agentsync.evidence.create-signing-key=true",
      "--agentsync.evidence.public-keys-file=" + publicKeys(),
      "--agentsync.evidence.heads-files=" + file.path(),
      "--agentsync.evidence.events-per-head-max=" + EVENTS_PER_HEAD,
      "--agentsync.evidence.head-every=100ms",
    };
  }

  private Path key() {
    return folder.resolve("signing-key.pem");
  }

  private Path publicKeys() {
    return folder.resolve("public-keys.pem");
  }
}

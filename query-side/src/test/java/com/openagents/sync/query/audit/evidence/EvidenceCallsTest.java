package com.openagents.sync.query.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.SigningKey;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Verification and proofs over HTTP, and the proof as a stranger checks it: by the program, a file and the key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceCallsTest {

  private static final int EVENTS = 35;
  private static final int EVENTS_PER_HEAD = 10;
  private static final String AUDITOR = "ada the auditor";
  private static final Path PROGRAM = Path.of("../docs/CheckProof.java");

  private ProvenStore store;
  private RunningQuerySide app;

  @TempDir
  private Path folder;

  @BeforeAll
  void start(@TempDir Path evidence) {
    store = ProvenStore.create(ProvenHistory.of(EVENTS), EVENTS_PER_HEAD, evidence);
    app = RunningQuerySide.on(
      store.database(),
      "agentsync.evidence.public-keys-file=" + store.publicKeys(),
      "agentsync.evidence.heads-files=" + store.outside().path(),
      "agentsync.audit.auditors=" + AUDITOR
    );
    store.awaitProjected(app);
  }

  @AfterAll
  void stop() {
    app.close();
  }

  @Test
  @DisplayName("contract 14: an auditor has the whole store verified; the last line is the report")
  void verifies() {
    HttpResponse<String> answer = get("/audit/verify", AUDITOR);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode report = RunningQuerySide.JSON.readTree(answer.body().lines().toList().getLast());
    assertThat(report.path("ok").asBoolean()).as(answer.body()).isTrue();
    assertThat(report.path("events").asLong()).isEqualTo(store.last());
    assertThat(report.path("findings").isEmpty()).isTrue();
  }

  @Test
  @DisplayName("Who is no auditor is refused, whatever orgs they belong to")
  void refusesOthers() {
    HttpResponse<String> answer = get("/audit/verify", EventStore.ACTOR);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("forbidden");
  }

  @Test
  @DisplayName("contract 14: the proof of every event that a signed head covers holds for a stranger")
  void provesEvents() throws Exception {
    for (long index : List.of(1L, 7L, 10L, 11L, 30L)) {
      StoredRow row = store.at(index);
      Path proof = Files.writeString(folder.resolve("proof.json"), proof(row.event().eventId()));
      Checked checked = check(proof, key());
      assertThat(checked.status()).as(checked.output()).isZero();
      assertThat(checked.output()).contains("The proof holds.", row.event().eventId().toString());
    }
  }

  @Test
  @DisplayName("contract 14: with a flipped bit in any part of it a proof does not hold")
  void aFlippedBitIsFound() throws Exception {
    byte[] proof = proof(store.at(26).event().eventId()).getBytes(StandardCharsets.UTF_8);
    String text = new String(proof, StandardCharsets.UTF_8);
    // In this process: a process for each of thousands of bits would take hours.
    try (ProofProgram program = ProofProgram.load(PROGRAM)) {
      String keys = Files.readString(key());
      assertThat(program.refuses(text, keys)).isFalse();
      for (int bit = 0; bit < proof.length * Byte.SIZE; bit++) {
        byte[] flipped = proof.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        assertThat(program.refuses(flipped, keys))
          .as("bit %d of byte %d", bit % 8, bit / 8)
          .isTrue();
      }
    }
  }

  @Test
  @DisplayName("contract 14: a changed proof makes the program fail, and so does another key")
  void theProgramFails() throws Exception {
    String proof = proof(store.at(26).event().eventId());
    Path changed = Files.writeString(
      folder.resolve("changed.json"),
      proof.replace("\"sequenceNumber\":0", "\"sequenceNumber\":1")
    );
    assertThat(check(changed, key()).status()).isEqualTo(1);
    Path genuine = Files.writeString(folder.resolve("genuine.json"), proof);
    Path otherKey = folder.resolve("other-key.pem");
    SigningKey.createIfMissing(otherKey);
    assertThat(check(genuine, otherKey).output()).contains("has no key");
    assertThat(check(genuine, otherKey).status()).isEqualTo(1);
    Path binary = Files.write(folder.resolve("binary.json"), new byte[] { (byte) 0xff });
    assertThat(check(binary, key()).output()).contains("does NOT hold", "no text in UTF-8");
    Checked unread = check(folder.resolve("missing.json"), key());
    assertThat(unread.status()).isEqualTo(2);
    assertThat(unread.output()).contains("missing.json").doesNotContain("Exception");
  }

  @Test
  void aProofIsForThoseWhoMaySeeTheOrg() {
    UUID event = store.at(5).event().eventId();
    assertThat(get("/audit/proof/" + event, "mallory").statusCode()).isEqualTo(403);
    assertThat(get("/audit/proof/" + UUID.randomUUID(), EventStore.ACTOR).statusCode()).isEqualTo(404);
  }

  @Test
  void whatNoSignedHeadCoversIsNotProvenYet() {
    HttpResponse<String> answer = get(
      "/audit/proof/" + store.at(store.last()).event().eventId(),
      EventStore.ACTOR
    );
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("No signed head covers");
  }

  private String proof(UUID eventId) {
    HttpResponse<String> answer = get("/audit/proof/" + eventId, EventStore.ACTOR);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private Path key() throws IOException {
    return Files.writeString(folder.resolve("key.pem"), get("/audit/public-key", "anybody").body());
  }

  private HttpResponse<String> get(String path, String subject) {
    return app.send(path, app.issuer().token(subject), BodyHandlers.ofString());
  }

  private record Checked(int status, String output) {}

  private static Checked check(Path proof, Path key) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      PROGRAM.toString(),
      proof.toString(),
      key.toString()
    )
      .redirectErrorStream(true)
      .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Checked(process.waitFor(), output);
  }
}

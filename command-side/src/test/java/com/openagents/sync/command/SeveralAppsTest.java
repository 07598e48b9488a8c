package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.AGENT_RETIRED;
import static com.openagents.sync.api.rejection.RejectionCode.DEV_ISSUER_REFUSED;
import static com.openagents.sync.api.rejection.RejectionCode.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.HandProjection;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.platform.access.DevKey;
import com.openagents.sync.platform.signal.Signals;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several apps on one database: one that waits for nothing, one that waits long, one that all the world can reach. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralAppsTest {

  private final RunningApp first = RunningApp.start("--agentsync.mutation.projection-wait-max=10ms");
  private final RunningApp patient = first.startAnother("--agentsync.mutation.projection-wait-max=60s");
  private final RunningApp open = first.startAnother("--server.address=0.0.0.0");
  private final HandProjection projection = HandProjection.on(first.database());
  private final StoredEvents stored = first.context().getBean(StoredEvents.class);
  private long syncIds;

  @AfterAll
  void stop() {
    List.of(open, patient, first).forEach(RunningApp::close);
  }

  @Test
  void mutationIsAnsweredOnceItIsVisible() {
    String key = UUID.randomUUID().toString();
    Tenant tenant = first.api().newTenant().at(patient.api());
    Future<Answer> created = Crowd.start(() ->
      tenant.send(Call.of("POST", "/api/message").json(tenant.messageOf("hello")).key(key))
    );
    long syncId = projectWhenStored(created, key);
    assertThat(Crowd.result(created).status()).isEqualTo(201);
    assertThat(Crowd.result(created).header("Sync-Id")).hasValue(Long.toString(syncId));

    Call deletion = Call.of("DELETE", "/api/message/" + Crowd.result(created).id()).key(key + "-2");
    Future<Answer> deleted = Crowd.start(() -> tenant.send(deletion));
    projectWhenStored(deleted, key + "-2");
    assertThat(Crowd.result(deleted).status()).isEqualTo(200);
  }

  @Test
  void syncIdComesWithRepeatsAndWithWhatChangedNothing() {
    String key = UUID.randomUUID().toString();
    Tenant tenant = first.api().newTenant();
    UUID message = tenant.post("hello").id();
    Call same = Call.of("PATCH", "/api/message/" + message)
      .json("{\"content\":\"hello\"}")
      .key(key);
    assertThat(tenant.send(same).status()).isEqualTo(202);
    projection.project(stored.head(), ++syncIds);
    String syncId = Long.toString(syncIds);
    Answer repeat = tenant.at(patient.api()).send(same);
    assertThat(repeat.status()).isEqualTo(200);
    assertThat(repeat.header("Sync-Id")).hasValue(syncId);
    tenant.post("another");
    projection.project(stored.head(), ++syncIds);
    assertThat(tenant.at(patient.api()).send(same).header("Sync-Id")).hasValue(syncId);
  }

  @Test
  @DisplayName("contract 9: one key at two nodes takes effect once")
  void oneKeyAtTwoNodes() {
    String key = UUID.randomUUID().toString();
    Tenant tenant = first.api().newTenant();
    Call post = Call.of("POST", "/api/message").json(tenant.messageOf("hello")).key(key).async();
    List<Answer> answers = Crowd.atOnce(16, thread ->
      (thread % 2 == 0 ? tenant : tenant.at(patient.api())).send(post)
    );
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stored.ofMutation(key)).hasSize(1);
  }

  @Test
  void editsAtTwoNodesWaitForEachOther() {
    Tenant tenant = first.api().newTenant();
    UUID message = tenant.post("hello").id();
    List<Answer> answers = Crowd.atOnce(6, thread ->
      (thread % 2 == 0 ? tenant : tenant.at(patient.api())).mutate(
        "PATCH",
        "/api/message/" + message,
        "{\"content\":\"edit %d\"}".formatted(thread)
      )
    );
    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(stored.of(message)).hasSize(7);
  }

  @Test
  void agentThatIsRetiredAtAnotherNodeTakesNothingNew() {
    Tenant tenant = first.api().newTenant();
    tenant.post("now this node knows the agent");
    tenant.at(patient.api()).create("/api/agent/" + tenant.agent() + "/retire", "");
    Call post = Call.of("POST", "/api/message").json(tenant.messageOf("too late")).async();
    new BadCall("", post, AGENT_RETIRED, "agent_id").check(tenant.send(post));
    new BadCall("", post, AGENT_RETIRED, "agent_id").check(tenant.send(post));
  }

  @Test
  void nothingComesAfterTheAgentsRetirement() {
    Tenant tenant = first.api().newTenant();
    List<Answer> answers = Crowd.atOnce(24, thread -> {
      Tenant here = thread % 2 == 0 ? tenant : tenant.at(patient.api());
      return thread == 11
        ? here.mutate("POST", "/api/agent/" + tenant.agent() + "/retire", "")
        : here.mutate("POST", "/api/message", tenant.messageOf("hello"));
    });
    long retired = stored.of(tenant.agent()).getLast().globalIndex();
    assertThat(answers)
      .filteredOn(answer -> answer.status() == 202 && answer.json().has("content"))
      .allSatisfy(answer -> assertThat(stored.of(answer.id()).getFirst().globalIndex()).isLessThan(retired));
    assertThat(answers)
      .extracting(Answer::status)
      .containsAnyOf(202)
      .isSubsetOf(202, AGENT_RETIRED.httpStatus());
  }

  @Test
  @DisplayName("contract 10: a token is trusted by every app with the key file, so it outlives a restart")
  void tokensAreTrustedByTheKeyFile() {
    Tenant tenant = first.api().newTenant();
    assertThat(tenant.at(patient.api()).post("hello").status()).isEqualTo(202);
  }

  @Test
  @DisplayName("contract 10: the local issuer gives nothing away on a public address")
  void noTokensOnAPublicAddress() {
    Call call = Call.of("GET", "/dev/token?user=alice&org=acme");
    new BadCall("", call, DEV_ISSUER_REFUSED).check(open.api().send(call));
    assertThat(open.context().getBeanProvider(DevKey.class).getIfAvailable()).isNull();
  }

  @Test
  @DisplayName("contract 10: nobody is trusted on a public address without an issuer")
  void nobodyIsTrustedOnAPublicAddress() {
    Tenant tenant = first.api().newTenant();
    Call call = Call.of("POST", "/api/org").json("{\"name\":\"acme\"}").async();
    assertThat(tenant.send(call).status()).isEqualTo(202);
    new BadCall("", call, UNAUTHENTICATED).check(tenant.at(open.api()).send(call));
  }

  /** Tells it to the app that does not wait; the signal finds its way to the other. */
  private long projectWhenStored(Future<Answer> waiting, String mutationId) {
    await().until(() -> !stored.ofMutation(mutationId).isEmpty());
    assertThat(waiting.isDone()).isFalse();
    projection.project(stored.ofMutation(mutationId).getLast().globalIndex(), ++syncIds);
    first.context().getBean(Signals.class).raise(Signals.Topic.EVENTS_PROJECTED);
    return syncIds;
  }
}

package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.ALREADY_OBSERVED;
import static com.openagents.sync.api.rejection.RejectionCode.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.command.testing.StoredEvents.Event;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many callers at two nodes who change one and the same thing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentEditsTest {

  private static final int CALLERS = 12;
  private static final int EDITS_PER_CALLER = 10;

  private final RunningApp first = RunningApp.start();
  private final RunningApp second = first.startAnother();
  private final StoredEvents stored = first.context().getBean(StoredEvents.class);
  private final Tenant tenant = first.api().newTenant();

  @AfterAll
  void stop() {
    List.of(second, first).forEach(RunningApp::close);
  }

  @Test
  @DisplayName(
    "contract 9: each of many edits from two nodes takes effect once, on the state that the one before left"
  )
  void noEditIsLost() {
    UUID message = tenant.post("hello").id();
    Crowd.atOnce(CALLERS, caller -> {
      IntStream.range(0, EDITS_PER_CALLER).forEach(edit -> edit(message, caller, edit));
      return true;
    });
    List<Event> events = stored.of(message);
    assertThat(events)
      .extracting(Event::sequenceNumber)
      .isEqualTo(
        LongStream.rangeClosed(0, CALLERS * EDITS_PER_CALLER)
          .boxed()
          .toList()
      );
    assertThat(events.subList(1, events.size()))
      .extracting(event -> event.payload().path("content").asString())
      .containsExactlyInAnyOrderElementsOf(
        IntStream.range(0, CALLERS * EDITS_PER_CALLER)
          .mapToObj(ConcurrentEditsTest::content)
          .toList()
      );
    for (int caller = 0; caller < CALLERS; caller++) {
      String own = "edit of %d ".formatted(caller);
      assertThat(events)
        .extracting(event -> event.payload().path("content").asString())
        .filteredOn(content -> content.startsWith(own))
        .as("in the order in which its caller sent them")
        .isSorted();
    }
  }

  @Test
  @DisplayName("contract 9: what may happen once happens once, whichever node decides")
  void onlyOneObserves() {
    for (int round = 0; round < EDITS_PER_CALLER; round++) {
      UUID step = tenant
        .create("/api/reasoning", "{\"agent_id\":\"%s\",\"thought\":\"hm\"}".formatted(tenant.agent()))
        .id();
      List<Answer> answers = Crowd.atOnce(CALLERS, caller -> observe(step, caller));
      List<Answer> winners = answers
        .stream()
        .filter(answer -> answer.status() == 202)
        .toList();
      assertThat(winners).hasSize(1);
      assertThat(stored.of(step)).hasSize(2);
      assertThat(stored.of(step).getLast().payload().path("observation").asString()).isEqualTo(
        winners.getFirst().text("observation")
      );
    }
  }

  /** Each edit is sent twice, to either node: the second is a repeat. */
  private void edit(UUID message, int caller, int edit) {
    String content = content(caller * EDITS_PER_CALLER + edit);
    Call call = Call.of("PATCH", "/api/message/" + message)
      .json("{\"content\":\"%s\"}".formatted(content))
      .key(content.replace(' ', '-'))
      .async();
    Answer answer = persistently(at(caller + edit), call);
    assertThat(answer.text("content")).isEqualTo(content);
    assertThat(persistently(at(caller + edit + 1), call).body()).isEqualTo(answer.body());
  }

  private Answer observe(UUID step, int caller) {
    Call call = Call.of("PATCH", "/api/reasoning/" + step)
      .json("{\"observation\":\"by %d\"}".formatted(caller))
      .async();
    Answer answer = persistently(at(caller), call);
    if (answer.status() != 202) {
      new BadCall("", call, ALREADY_OBSERVED).check(answer);
    }
    return answer;
  }

  /** Two nodes that want the same lose races to each other now and then, and some lose them all. */
  private static Answer persistently(Tenant tenant, Call call) {
    Answer answer = tenant.send(call);
    while (answer.status() == CONFLICT.httpStatus() && answer.text("code").equals("conflict")) {
      answer = tenant.send(call);
    }
    return answer;
  }

  private Tenant at(int number) {
    return number % 2 == 0 ? tenant : tenant.at(second.api());
  }

  private static String content(int number) {
    return "edit of %d %02d".formatted(number / EDITS_PER_CALLER, number % EDITS_PER_CALLER);
  }
}

package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.codechange.ChangedFile;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeAccepted;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeApplied;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeProposed;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events without end, the same each time: the transcripts that come with the engine, played by one agent after another,
 * with what else happens beside them. Several agents are at work at a time, so that what belongs together lies apart.
 */
final class TranscriptEvents {

  private static final Path TRANSCRIPTS = Path.of("../standalone/src/main/resources/demo");
  private static final int AGENTS_AT_WORK = 8;
  private static final int AGENTS_PER_ORG = 40;
  private static final int VERSION_AND_VARIANT = 0x7000;
  private static final String SUBJECT = "alice";

  private final List<JsonNode> transcripts = new ArrayList<>();
  private final List<List<DomainEvent>> atWork = new ArrayList<>();
  private UUID org = new UUID(0, 0);
  private long ids;
  private int agents;
  private int turn;

  TranscriptEvents() {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      files.sorted().forEach(file -> transcripts.add(new JsonMapper().readTree(text(file))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** As UUIDs of version 7 are: each later than the one before. */
  private UUID id() {
    ids++;
    return new UUID(
      ((0x0199_0000_0000L + ids) << 16) | VERSION_AND_VARIANT,
      0x8000_0000_0000_0000L | (ids * 0x9E37_79B9L)
    );
  }

  /** By whom all of them are. */
  static String subject() {
    return SUBJECT;
  }

  DomainEvent next() {
    while (atWork.size() < AGENTS_AT_WORK) {
      atWork.add(session());
    }
    int place = turn++ % atWork.size();
    List<DomainEvent> events = atWork.get(place);
    DomainEvent next = events.removeFirst();
    if (events.isEmpty()) {
      atWork.set(place, session());
    }
    return next;
  }

  private List<DomainEvent> session() {
    List<DomainEvent> events = new ArrayList<>();
    if (agents % AGENTS_PER_ORG == 0) {
      org = id();
      events.add(new OrgCreated(org, "org " + agents, SUBJECT));
    }
    JsonNode transcript = transcripts.get(agents % transcripts.size());
    UUID agent = id();
    agents++;
    events.add(new AgentCreated(agent, org, "agent " + agents));
    talk(events, transcript, agent);
    steps(events, transcript, agent);
    change(events, transcript, agent);
    money(events, agent);
    return events;
  }

  /** As far as it can be stored. */
  private static String text(JsonNode of, String field) {
    return of.path(field).asString("").replace("\0", "");
  }

  private void talk(List<DomainEvent> events, JsonNode transcript, UUID agent) {
    for (JsonNode said : transcript.path("history")) {
      UUID message = id();
      MessageRole role = said.path("role").asString("").equals("assistant")
        ? MessageRole.ASSISTANT
        : MessageRole.USER;
      events.add(new MessagePosted(message, agent, org, role, text(said, "content")));
    }
    if (events.getLast() instanceof MessagePosted last) {
      events.add(new MessageEdited(last.id(), agent, org, last.content() + " (" + agents + ")"));
    }
  }

  private void steps(List<DomainEvent> events, JsonNode transcript, UUID agent) {
    for (JsonNode step : transcript.path("trajectory")) {
      UUID id = id();
      String thought = text(step, "thought");
      events.add(new StepRecorded(id, agent, org, thought, text(step, "action"), null));
      events.add(new StepObserved(id, agent, org, text(step, "observation")));
    }
  }

  private void change(List<DomainEvent> events, JsonNode transcript, UUID agent) {
    UUID id = id();
    String diff = transcript.path("info").path("submission").asString("--- a\n+++ b\n");
    List<ChangedFile> files = List.of(new ChangedFile("src/main.py", diff.length() % 90, diff.length() % 7));
    events.add(new ChangeProposed(id, agent, org, "change " + agents, "HEAD", diff, files));
    events.add(new ChangeAccepted(id, agent, org));
    events.add(new ChangeApplied(id, agent, org));
  }

  private void money(List<DomainEvent> events, UUID agent) {
    UUID account = id();
    events.add(new AccountOpened(account, org, agent, AccountKind.AGENT, "USD", 2));
    events.add(new FundsPosted(account, org, agent, id(), 1_000, 1_000, 0));
    UUID payment = id();
    events.add(new FundsReserved(account, org, agent, payment, 300, 1_000, 300));
    events.add(new FundsPosted(account, org, agent, payment, -300, 700, 0));
  }
}

package com.openagents.sync.command.message;

import static com.openagents.sync.command.testing.AggregateFixture.ACTIVE_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.BEFORE;
import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.NOW;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.RETIRED_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.message.MessageCommand.DeleteMessage;
import com.openagents.sync.api.message.MessageCommand.EditMessage;
import com.openagents.sync.api.message.MessageCommand.PostMessage;
import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.message.MessageRow;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTest {

  private static final MessagePosted POSTED = new MessagePosted(
    ID,
    ACTIVE_AGENT,
    ORG,
    MessageRole.USER,
    "hello"
  );
  private static final MessageEdited EDITED = new MessageEdited(ID, ACTIVE_AGENT, ORG, "hello, world");
  private static final MessageDeleted DELETED = new MessageDeleted(ID, ACTIVE_AGENT, ORG);

  private final AggregateFixture<Message> fixture = new AggregateFixture<>(Message.class);

  @ParameterizedTest
  @EnumSource
  void memberPostsInEveryRole(MessageRole role) {
    fixture
      .when(MEMBER, new PostMessage(ID, ACTIVE_AGENT, role, " hello "))
      .decided(new MessagePosted(ID, ACTIVE_AGENT, ORG, role, " hello "))
      .answered(new MessageRow(ID, ACTIVE_AGENT, ORG, role, " hello ", NOW, NOW));
  }

  @Test
  void creatorOfTheOrgPosts() {
    fixture.when(CREATOR, post(ACTIVE_AGENT, "hello")).decided(POSTED);
  }

  @Test
  void strangerMayNotPost() {
    fixture.when(STRANGER, post(ACTIVE_AGENT, "hello")).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void strangerDoesNotLearnThatAnAgentIsRetired() {
    fixture.when(STRANGER, post(RETIRED_AGENT, "hello")).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void unknownAgentTakesNoMessage() {
    fixture.when(MEMBER, post(UNKNOWN, "hello")).refused(RejectionCode.NOT_FOUND, "agent_id");
  }

  @Test
  void retiredAgentTakesNoMessage() {
    fixture.when(MEMBER, post(RETIRED_AGENT, "hello")).refused(RejectionCode.AGENT_RETIRED, "agent_id");
  }

  @Test
  void blankMessageIsRefused() {
    fixture.when(MEMBER, post(ACTIVE_AGENT, " \n")).refused(RejectionCode.TEXT_EMPTY, "content");
  }

  @Test
  void edits() {
    fixture
      .given(POSTED)
      .when(MEMBER, new EditMessage(ID, "hello, world"))
      .decided(EDITED)
      .answered(row("hello, world", NOW));
  }

  @Test
  void sameContentChangesNothing() {
    fixture
      .given(POSTED, EDITED)
      .when(MEMBER, new EditMessage(ID, "hello, world"))
      .changedNothing()
      .answered(row("hello, world", BEFORE));
  }

  @Test
  void blankEditIsRefused() {
    fixture.given(POSTED).when(MEMBER, new EditMessage(ID, "")).refused(RejectionCode.TEXT_EMPTY, "content");
  }

  @Test
  void strangerMayNotEdit() {
    fixture.given(POSTED).when(STRANGER, new EditMessage(ID, "mine")).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void deletedMessageCanNotBeEdited() {
    fixture.given(POSTED, DELETED).when(MEMBER, new EditMessage(ID, "x")).refused(RejectionCode.GONE);
  }

  @Test
  void deletionAnswersWithTheMessageAsItLastWas() {
    fixture
      .given(POSTED, EDITED)
      .when(MEMBER, new DeleteMessage(ID))
      .decided(DELETED)
      .answered(row("hello, world", BEFORE));
  }

  @Test
  void deletedMessageCanNotBeDeletedAgain() {
    fixture.given(POSTED, DELETED).when(MEMBER, new DeleteMessage(ID)).refused(RejectionCode.GONE);
  }

  @Test
  void strangerMayNotDelete() {
    fixture.given(POSTED).when(STRANGER, new DeleteMessage(ID)).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void strangerDoesNotLearnThatAMessageWasDeleted() {
    fixture.given(POSTED, DELETED).when(STRANGER, new DeleteMessage(ID)).refused(RejectionCode.FORBIDDEN);
  }

  private static PostMessage post(UUID agentId, String content) {
    return new PostMessage(ID, agentId, MessageRole.USER, content);
  }

  private static MessageRow row(String content, Instant updatedAt) {
    return new MessageRow(ID, ACTIVE_AGENT, ORG, MessageRole.USER, content, BEFORE, updatedAt);
  }
}

package com.openagents.sync.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.api.agent.AgentRow;
import com.openagents.sync.api.agent.AgentStatus;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.message.PostMessageRequest;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import com.openagents.sync.api.sync.ClientFrame;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.api.sync.SyncEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class WireJsonTest {

  private static final UUID ID = UUID.fromString("01990000-0000-7000-8000-00000000000a");
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final JsonMapper json = WireJson.mapper();

  @Test
  void rowsHaveColumnNames() {
    assertThat(
      json.writeValueAsString(new AgentRow(ID, ID, "scout", AgentStatus.ACTIVE, TIME, TIME))
    ).isEqualTo(
      """
      {"id":"%s","org_id":"%s","name":"scout","status":"active",\
      "created_at":"2026-01-02T03:04:05.000000Z","updated_at":"2026-01-02T03:04:05.000000Z"}\
      """.formatted(ID, ID)
    );
  }

  @Test
  void syncEventsHaveColumnNamesAndKeepNulls() {
    SyncEvent event = new SyncEvent(2, 1, "org:x", "Message", ID, SyncAction.DELETE, null, "m", ID, TIME);
    assertThat(json.writeValueAsString(event)).contains(
      "\"prev_id\":1",
      "\"model_id\":\"",
      "\"action\":\"delete\"",
      "\"data\":null",
      "\"mutation_id\":\"m\"",
      "\"event_id\":\""
    );
  }

  @Test
  void envelopesAreCamelCaseAndLeaveNullsOut() {
    assertThat(
      json.writeValueAsString(new ServerFrame.Resync("org:x", ResyncReason.AHEAD, ResyncRung.BOOTSTRAP))
    ).contains("\"reason\":\"ahead\"", "\"next\":\"bootstrap\"");
    assertThat(json.writeValueAsString(new ServerFrame.Error(RejectionCode.FRAME_BINARY, "no", null, false)))
      .contains("\"code\":\"frame_binary\"")
      .doesNotContain("scope");
    assertThat(json.writeValueAsString(new ServerFrame.Subscribed("org:x", 7, ID))).contains(
      "\"latestSyncId\":7"
    );
  }

  @Test
  void requestsAreReadByColumnNames() {
    PostMessageRequest request = json.readValue(
      "{\"agent_id\":\"%s\",\"role\":\"tool\",\"content\":\"a\"}".formatted(
        ID.toString().toUpperCase(Locale.ROOT)
      ),
      PostMessageRequest.class
    );
    assertThat(request).isEqualTo(new PostMessageRequest(null, ID, MessageRole.TOOL, "a"));
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "{\"agentId\":\"01990000-0000-7000-8000-00000000000a\"}",
      "{\"agent_id\":\"\"}",
      "{\"agent_id\":\"01990000-0000-7000-8000-00000000000\"}",
      "{\"agent_id\":\"1990000-0000-7000-8000-00000000000a1\"}",
      "{\"agent_id\":\"AZkAAAAAcACAAAAAAAAACg==\"}",
      "{\"agent_id\":1}",
      "{\"role\":1}",
      "{\"role\":\"\"}",
      "{\"role\":\"chief\"}",
      "{\"content\":1}",
      "{\"content\":1.5}",
      "{\"content\":true}",
      "{\"content\":[]}",
      "{\"content\":\"a\",\"content\":\"a\"}",
      "{\"content\":\"a\"} {}",
    }
  )
  void whatIsNotUnderstoodIsRefused(String text) {
    assertThatThrownBy(() -> json.readValue(text, PostMessageRequest.class)).isInstanceOf(
      JacksonException.class
    );
  }

  @ParameterizedTest
  @ValueSource(strings = { "\"5\"", "1.5", "true", "99999999999999999999" })
  void cursorsAreWholeNumbers(String cursor) {
    String frame = "{\"scope\":\"org:x\",\"lastSyncId\":%s}".formatted(cursor);
    assertThatThrownBy(() -> json.readValue(frame, ClientFrame.Subscribe.class)).isInstanceOf(
      JacksonException.class
    );
  }
}

package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what goes to clients. Events are in their wire form already and are only put together. */
@Component
class ServerFrames {

  private final JsonMapper json;

  ServerFrames(JsonMapper json) {
    this.json = json;
  }

  Frame delta(String scope, List<LoggedEvent> events, long latestSyncId) {
    return Frame.of(
      events
        .stream()
        .map(LoggedEvent::json)
        .collect(
          Collectors.joining(
            ",",
            "{\"type\":\"delta\",\"scope\":\"" + scope + "\",\"events\":[",
            "],\"latestSyncId\":" + latestSyncId + "}"
          )
        )
    );
  }

  /** @param epoch of the tail, for parts that don't know theirs */
  Frame bootstrap(Scope scope, BootstrapPart part, UUID epoch) {
    ObjectNode frame = json.createObjectNode().put("type", "bootstrap").put("scope", scope.toString());
    ObjectNode models = frame.putObject("models");
    part.rows().forEach((model, rows) -> models.putArray(model + "s").addAll(rows));
    frame.put("lastSyncId", part.lastSyncId());
    frame.put("epoch", Objects.requireNonNullElse(part.epoch(), epoch).toString());
    return Frame.of(json.writeValueAsString(frame.put("done", part.done())));
  }

  Frame subscribed(Scope scope, long latestSyncId, UUID epoch) {
    return frame(new ServerFrame.Subscribed(scope.toString(), latestSyncId, epoch));
  }

  /** The answer to a refused subscription: {@code resync} where that is what to do, else an error. */
  Frame refusal(Rejected rejected, Scope scope) {
    return rejected.properties().get("reason") instanceof ResyncReason reason &&
      rejected.properties().get("next") instanceof ResyncRung next
      ? frame(new ServerFrame.Resync(scope.toString(), reason, next))
      : error(rejected, scope.toString());
  }

  Frame error(Rejected rejected, @Nullable String scope) {
    RejectionCode code = rejected.code();
    return frame(new ServerFrame.Error(code, String.valueOf(rejected.getMessage()), scope, code.retryable()));
  }

  Frame frame(ServerFrame frame) {
    ObjectNode text = json.createObjectNode();
    text.put("type", frame.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    ObjectNode content = json.valueToTree(frame);
    content.forEachEntry((name, value) -> putPresent(text, name, value));
    // What a client sent comes back to it in errors; halves of surrogate pairs leave as question marks.
    return Frame.of(json.writeValueAsString(text));
  }

  private static void putPresent(ObjectNode text, String name, JsonNode value) {
    if (!value.isNull()) {
      text.set(name, value);
    }
  }
}

package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Things.body;
import static com.openagents.sync.standalone.proof.model.Things.path;

import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.standalone.proof.model.Command.Manner;
import com.openagents.sync.standalone.proof.model.Command.Refused;
import com.openagents.sync.standalone.proof.model.Things.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Commands that must be refused, now and ever after, so that it matters not when one that was on its way comes in. */
final class Refusals {

  private final Things things;

  Refusals(Things things) {
    this.things = things;
  }

  /** @param kind from 0 to 17 */
  Command next(int kind) {
    Thing agent = things.pick(things.agents(), _ -> true).orElseThrow();
    return switch (kind) {
      case 0, 1 -> ofThing(things.messages(), it -> it.over, RejectionCode.GONE, it -> path(it), "content");
      case 2 -> ofThing(
        things.steps(),
        it -> it.text != null,
        RejectionCode.ALREADY_OBSERVED,
        it -> "/api/reasoning/" + it.id,
        "observation"
      );
      case 3, 4 -> things
        .pick(things.agents(), it -> it.over)
        .map(it -> post(things.words().id(), it.id, RejectionCode.AGENT_RETIRED))
        .orElseGet(() -> post(things.words().id(), things.words().id(), RejectionCode.NOT_FOUND));
      case 5 -> things
        .pick(things.agents(), it -> !it.over)
        .map(it -> post(takenId(), it.id, RejectionCode.ID_TAKEN))
        .orElseGet(() -> post(things.words().id(), things.words().id(), RejectionCode.NOT_FOUND));
      case 6 -> post(things.words().id(), things.foreign().agent(), RejectionCode.FORBIDDEN);
      case 7 -> refuse("/api/message/" + things.foreign().message(), "content", RejectionCode.FORBIDDEN);
      case 8 -> refuse("/api/agent/" + things.foreign().agent(), "name", RejectionCode.FORBIDDEN);
      case 9 -> refuse("/api/message/" + things.words().id(), "content", RejectionCode.NOT_FOUND);
      case 10 -> refuse("/api/message/" + agent.id, "content", RejectionCode.NOT_FOUND);
      case 11 -> create(things.words().id(), RejectionCode.SCOPE_UNKNOWN);
      case 12 -> create(things.foreign().org(), RejectionCode.FORBIDDEN);
      case 13 -> refuseText(agent);
      default -> keyOfAnother(kind % 2 == 0);
    };
  }

  private Command ofThing(
    List<Thing> from,
    Predicate<Thing> wanted,
    RejectionCode code,
    Function<Thing, String> path,
    String field
  ) {
    return things
      .pick(from, wanted)
      .map(thing -> refuse(path.apply(thing), field, code))
      .orElseGet(() -> refuse("/api/message/" + things.words().id(), "content", RejectionCode.NOT_FOUND));
  }

  private Command refuse(String path, String field, RejectionCode code) {
    return things.command(
      "refused: " + code,
      "PATCH",
      path,
      body(field, things.words().text()),
      new Refused(code)
    );
  }

  private Command refuseText(Thing agent) {
    ObjectNode body = body("name", " \n");
    Refused refused = new Refused(RejectionCode.TEXT_EMPTY);
    return things.command("refused: " + refused.code(), "PATCH", "/api/agent/" + agent.id, body, refused);
  }

  private Command post(String id, String agent, RejectionCode code) {
    ObjectNode body = body("id", id, "agent_id", agent, "content", things.words().text());
    return things.command("refused: " + code, "POST", "/api/message", body, new Refused(code));
  }

  private Command create(String orgId, RejectionCode code) {
    ObjectNode body = body("id", things.words().id(), "org_id", orgId, "name", things.words().name());
    return things.command("refused: " + code, "POST", "/api/agent", body, new Refused(code));
  }

  /** Another request under a key that has taken effect, or the very same one by somebody else. */
  private Command keyOfAnother(boolean byAStranger) {
    Command first = things.pick(things.accepted(), _ -> true).orElseThrow();
    RejectionCode code = RejectionCode.IDEMPOTENCY_KEY_REUSED;
    Command other = byAStranger ? first.in(Manner.BY_A_STRANGER) : create(things.org(), code);
    return new Command(
      "refused: " + code,
      other.method(),
      other.path(),
      other.body(),
      first.key(),
      other.manner(),
      new Refused(code)
    );
  }

  private String takenId() {
    List<Thing> all = new ArrayList<>(things.messages());
    all.addAll(things.agents());
    all.addAll(things.steps());
    return things.pick(all, _ -> true).orElseThrow().id;
  }
}

package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.SetAsideResponse;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /admin/set-aside}: domain events that could not be projected, for the principals of their orgs. */
@RestController
class SetAsideController {

  private final SetAsideEvents events;
  private final Signals signals;

  SetAsideController(SetAsideEvents events, Signals signals) {
    this.events = events;
    this.signals = signals;
  }

  /** The orgs of the caller's token that wait; none if all is well. */
  @GetMapping("/admin/set-aside")
  SetAsideResponse setAside(Caller caller) {
    return new SetAsideResponse(events.heldOrgs(caller.orgs()));
  }

  /**
   * Has what stopped an org tried again, by whichever node projects. Answers at once; {@code GET} shows what came of it.
   *
   * @throws Rejected with {@code forbidden}, or {@code not_found} if nothing of the org is set aside
   */
  @PostMapping("/admin/set-aside/{org}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void retry(Caller caller, @PathVariable UUID org) {
    if (!caller.orgs().contains(org)) {
      throw new Rejected(RejectionCode.FORBIDDEN, caller.subject() + " does not belong to org " + org + ".");
    }
    if (!events.tryAgain(org)) {
      throw new Rejected(RejectionCode.NOT_FOUND, "Nothing of org " + org + " is set aside.");
    }
    signals.raise(Topic.EVENTS_APPENDED);
  }
}

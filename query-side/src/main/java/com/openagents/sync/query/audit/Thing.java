package com.openagents.sync.query.audit;

import com.openagents.sync.query.platform.Model;
import java.util.UUID;

/**
 * What a history is of.
 *
 * @param aggregateId whose events make and change it
 * @param since no event before concerns it; as PostgreSQL reads a time
 * @param until no event after concerns it
 */
record Thing(Model model, UUID id, UUID aggregateId, String since, String until) {
  /** One that is an aggregate itself: all of its events concern it. */
  static Thing aggregate(Model model, UUID id) {
    return new Thing(model, id, id, "-infinity", "infinity");
  }
}

package com.openagents.sync.command.eventstore;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What mutations were answered first. */
@Component
public class MutationLedger {

  private final JdbcClient jdbc;
  private final SealedAnswers answers;

  MutationLedger(JdbcClient jdbc, SealedAnswers answers) {
    this.jdbc = jdbc;
    this.answers = answers;
  }

  public Optional<FirstAnswer> find(String mutationId) {
    return jdbc
      .sql("SELECT fingerprint, answer, last_index FROM event_store.mutations WHERE mutation_id = ?")
      .param(mutationId)
      .query((row, _) -> new FirstAnswer(row.getString(1), row.getString(2), row.getLong(3)))
      .optional()
      .map(stored -> answers.open(mutationId, stored));
  }
}

package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.command.eventstore.AppendTransaction.OutcomeUnknown;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores groups of appends and answers each append, whatever happens. Errors are caught too: without a writer nobody
 * would be answered any more.
 */
final class GroupWriter {

  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  /** What a failure says about a further try. */
  private enum Next {
    /** The connection broke, or its transaction was ended. A commit may have happened; mutation ids make a try safe. */
    TRY_AGAIN,
    /** One of them can't be stored, and the others should not suffer. */
    TRY_ONE_BY_ONE,
    /** It would only take as long again. */
    GIVE_UP,
  }

  /** More than a pool has connections: where one broke, all of them may be broken. */
  private static final int TRIES_MAX = 32;

  /** Rolled back by the database, in a connection that goes on. */
  private static final String STATES_OF_ROLLBACKS = "40";
  /** Data, constraint, limit of the program: whatever lies in what is stored. */
  private static final List<String> STATES_OF_DATA = List.of("22", "23", "54");

  private final AppendTransaction transaction;
  private final Duration tryAgainFor;

  GroupWriter(AppendTransaction transaction, EventStoreLimits limits) {
    this.transaction = transaction;
    // After that nobody waits for it any more.
    this.tryAgainFor = limits.appendWaitMax();
  }

  /** Returns when all are answered. */
  void write(List<Append> appends) {
    Instant until = Instant.now().plus(tryAgainFor);
    boolean mayBeStored = false;
    for (int tries = 1; ; tries++) {
      try {
        transaction.run(appends);
        return;
      } catch (SQLException | RuntimeException | Error failure) {
        mayBeStored |= failure instanceof OutcomeUnknown;
        Next next = next(failure);
        if (next == Next.TRY_ONE_BY_ONE) {
          log.warn("Appends failed: {}; trying them one by one", appends.size(), failure);
          tryOneByOne(appends, mayBeStored);
          return;
        }
        if (next == Next.GIVE_UP || tries == TRIES_MAX || Instant.now().isAfter(until)) {
          log.error("Appends failed: {}", appends.size(), failure);
          refuse(appends, refusal(mayBeStored));
          return;
        }
        log.warn("Appends failed: {}; trying again: {}", appends.size(), failure.getMessage());
      }
    }
  }

  private void tryOneByOne(List<Append> appends, boolean mayBeStored) {
    for (int index = 0; index < appends.size(); index++) {
      List<Append> one = appends.subList(index, index + 1);
      try {
        transaction.run(one);
      } catch (SQLException | RuntimeException | Error failure) {
        log.error("An append failed", failure);
        refuse(one, refusal(mayBeStored || failure instanceof OutcomeUnknown));
        if (next(failure) != Next.TRY_ONE_BY_ONE) {
          refuse(appends.subList(index + 1, appends.size()), refusal(mayBeStored));
          return;
        }
      }
    }
  }

  private static Next next(Throwable failure) {
    return switch (failure) {
      case OutcomeUnknown _ -> Next.TRY_AGAIN;
      // No connection came within the time that the pool waits.
      case SQLTransientConnectionException _ -> Next.GIVE_UP;
      case SQLException sql -> next(sql.getSQLState());
      default -> Next.TRY_ONE_BY_ONE;
    };
  }

  private static Next next(@Nullable String state) {
    if (state == null || AppendTransaction.endsConnection(state) || state.startsWith(STATES_OF_ROLLBACKS)) {
      return Next.TRY_AGAIN;
    }
    return STATES_OF_DATA.stream().anyMatch(state::startsWith) ? Next.TRY_ONE_BY_ONE : Next.GIVE_UP;
  }

  private static Rejected refusal(boolean mayBeStored) {
    return mayBeStored ? AppendRefusals.outcomeUnknown() : AppendRefusals.unavailable();
  }

  /** Whoever is answered already stays so. */
  static void refuse(List<Append> appends, Rejected reason) {
    appends
      .stream()
      .map(Append::done)
      .forEach(done -> done.completeExceptionally(reason));
  }
}

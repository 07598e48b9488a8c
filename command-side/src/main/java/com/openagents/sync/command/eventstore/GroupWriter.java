package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.command.eventstore.AppendTransaction.OutcomeUnknown;
import com.openagents.sync.platform.signal.Signals;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
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
    /** The connection broke, or its transaction was ended. A commit may have happened nevertheless; mutation ids make it safe to try again. */
    TRY_AGAIN,
    /** One of them can't be stored, and the others should not suffer. */
    TRY_ONE_BY_ONE,
    /** It would only take as long again. */
    GIVE_UP,
  }

  /** Data, a constraint, a limit of the program: whatever lies in what is stored. */
  private static final Set<String> CLASSES_OF_DATA = Set.of("22", "23", "54");
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final AppendTransaction transaction;
  private final Signals signals;

  GroupWriter(AppendTransaction transaction, Signals signals) {
    this.transaction = transaction;
    this.signals = signals;
  }

  /** Returns when all are answered. */
  void write(List<Append> appends) {
    try {
      store(appends);
    } catch (SQLException | RuntimeException | Error failure) {
      log.warn("Appends failed: {}", appends.size(), failure);
      switch (next(failure)) {
        case TRY_AGAIN -> tryAgain(appends, failure instanceof OutcomeUnknown);
        case TRY_ONE_BY_ONE -> tryOneByOne(appends);
        case GIVE_UP -> refuse(appends, AppendRefusals.unavailable());
      }
    }
  }

  private void tryAgain(List<Append> appends, boolean mayBeStored) {
    try {
      store(appends);
    } catch (SQLException | RuntimeException | Error failure) {
      log.error("Appends failed again: {}", appends.size(), failure);
      refuse(appends, refusal(mayBeStored || failure instanceof OutcomeUnknown));
    }
  }

  private void tryOneByOne(List<Append> appends) {
    for (int index = 0; index < appends.size(); index++) {
      List<Append> one = appends.subList(index, index + 1);
      try {
        store(one);
      } catch (SQLException | RuntimeException | Error failure) {
        log.error("An append failed", failure);
        refuse(one, refusal(failure instanceof OutcomeUnknown));
        if (next(failure) != Next.TRY_ONE_BY_ONE) {
          refuse(appends.subList(index + 1, appends.size()), AppendRefusals.unavailable());
          return;
        }
      }
    }
  }

  private void store(List<Append> appends) throws SQLException {
    Group group = transaction.run(appends);
    if (!group.events().isEmpty()) {
      signals.raise(Signals.Topic.EVENTS_APPENDED);
    }
  }

  private static Next next(Throwable failure) {
    return switch (failure) {
      case OutcomeUnknown _ -> Next.TRY_AGAIN;
      // No connection came within the time that the pool waits.
      case SQLTransientConnectionException _ -> Next.GIVE_UP;
      case SQLException sql -> next(sql.getSQLState() == null ? "" : sql.getSQLState());
      default -> Next.TRY_ONE_BY_ONE;
    };
  }

  private static Next next(String state) {
    if (state.equals(LOCK_NOT_AVAILABLE)) {
      return Next.GIVE_UP;
    }
    boolean data = state.length() > 2 && CLASSES_OF_DATA.contains(state.substring(0, 2));
    return data ? Next.TRY_ONE_BY_ONE : Next.TRY_AGAIN;
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

package com.openagents.sync.command.mutation;

import com.openagents.sync.api.Command;
import com.openagents.sync.api.RequestBody;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.eventstore.FirstAnswer;
import com.openagents.sync.command.eventstore.MutationLedger;
import com.openagents.sync.command.eventstore.MutationTicket;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.event.EventMetadata;
import java.util.Map;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lets a mutation take effect at most once (contract 9) and says what it was answered first. */
@Component
public class Mutations {

  private static final int ATTEMPTS_MAX = 10;

  private final CommandBus commands;
  private final MutationLedger ledger;
  private final JsonMapper json;

  Mutations(CommandBus commands, MutationLedger ledger, JsonMapper json) {
    this.commands = commands;
    this.ledger = ledger;
    this.json = json;
  }

  /** @throws Rejected if the aggregate, or the rules of a mutation, say no */
  public FirstAnswer perform(Mutation mutation, @Nullable RequestBody body, Command command) {
    String fingerprint = Fingerprint.of(mutation, json.writeValueAsBytes(body));
    FirstAnswer answer;
    try {
      answer = decide(mutation, new MutationTicket(mutation.id(), fingerprint), command);
    } catch (Rejected rejected) {
      answer = firstAnswerInstead(mutation, rejected);
    }
    if (!Fingerprint.isSame(answer.fingerprint(), fingerprint)) {
      throw Rejected.field(
        RejectionCode.IDEMPOTENCY_KEY_REUSED,
        "Idempotency-Key",
        "This key belongs to another request. Send this one with a key of its own."
      );
    }
    return answer;
  }

  /** A repeat may meet a state that would refuse it now, though it took effect before. */
  private FirstAnswer firstAnswerInstead(Mutation mutation, Rejected rejected) {
    if (rejected.code().kind() == RejectionCode.Kind.OVERLOAD) {
      // No state refused it, and who is overloaded or away need not be asked for more.
      throw rejected;
    }
    return ledger.find(mutation.id()).orElseThrow(() -> rejected);
  }

  private FirstAnswer decide(Mutation mutation, MutationTicket ticket, Command command) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        dispatch(message(mutation, ticket, command));
        return ticket.answer();
      } catch (AggregateStreamCreationException taken) {
        throw Rejected.field(
          RejectionCode.ID_TAKEN,
          "id",
          "There is something with the id " + command.id() + " already."
        );
      } catch (AggregateNotFoundException | IncompatibleAggregateException unknown) {
        // The second: the id is of something else.
        throw Rejected.field(
          RejectionCode.NOT_FOUND,
          "id",
          "There is nothing with the id " + command.id() + " here."
        );
      } catch (ConcurrencyException anotherWasFirst) {
        // Decide again, against the state that the other one left.
      } catch (LockAcquisitionFailedException othersWait) {
        break;
      }
    }
    throw new Rejected(RejectionCode.CONFLICT, "Too many others change the same thing. Try again.");
  }

  private void dispatch(CommandMessage<?> message) {
    FutureCallback<Object, Object> outcome = new FutureCallback<>();
    commands.dispatch(message, outcome);
    var result = outcome.getResult();
    if (result.isExceptional()) {
      throw result.exceptionResult() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(result.exceptionResult());
    }
  }

  private static CommandMessage<?> message(Mutation mutation, MutationTicket ticket, Command command) {
    Caller caller = mutation.caller();
    Map<String, Object> metadata = Map.of(
      MutationTicket.METADATA_KEY,
      ticket,
      Caller.METADATA_KEY,
      caller,
      EventMetadata.ACTOR,
      caller.subject(),
      EventMetadata.ACTOR_KIND,
      caller.kind().wireName(),
      EventMetadata.MUTATION_ID,
      mutation.id(),
      EventMetadata.CORRELATION_ID,
      mutation.correlationId()
    );
    return new GenericCommandMessage<>(new GenericMessage<>(command, metadata), command.getClass().getName());
  }
}

package com.openagents.sync.command.eventstore;

import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;

/** Goes with a command to the event store and brings the mutation's first answer back. */
public final class MutationTicket {

  /** Key of a command's metadata; never stored. */
  public static final String METADATA_KEY = "ticket";

  private final String mutationId;
  private final String fingerprint;
  private @Nullable FirstAnswer answer;

  public MutationTicket(String mutationId, String fingerprint) {
    this.mutationId = mutationId;
    this.fingerprint = fingerprint;
  }

  static MutationTicket of(CommandMessage<?> command) {
    return (MutationTicket) Objects.requireNonNull(
      command.getMetaData().get(METADATA_KEY),
      "A command without a ticket"
    );
  }

  String mutationId() {
    return mutationId;
  }

  String fingerprint() {
    return fingerprint;
  }

  /** @throws IllegalStateException if it is answered already: somebody would store each mutation more than once */
  void answered(FirstAnswer first) {
    if (answer != null) {
      throw new IllegalStateException("A command is stored once");
    }
    answer = first;
  }

  /** The first answer, once the command was handled. */
  public FirstAnswer answer() {
    return Objects.requireNonNull(answer, "The command was not handled");
  }
}

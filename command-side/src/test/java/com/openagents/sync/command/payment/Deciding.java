package com.openagents.sync.command.payment;

import com.openagents.sync.api.Command;
import com.openagents.sync.command.testing.AggregateFixture;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Repository;

/** Lets a fixture ask one aggregate for a decision that the app asks of several at once. */
final class Deciding<T> {

  private final Repository<T> repository;

  Deciding(Repository<T> repository) {
    this.repository = repository;
  }

  record Decide<T>(UUID id, Consumer<T> decision) implements Command {}

  record Make<T>(UUID id, Callable<T> aggregate) implements Command {}

  @CommandHandler
  void handle(Make<T> command) throws Exception {
    repository.newInstance(command.aggregate());
  }

  @CommandHandler
  void handle(Decide<T> command) {
    repository.load(command.id().toString()).execute(command.decision());
  }

  static <T> AggregateFixture<T> fixture(Class<T> aggregate) {
    return new AggregateFixture<>(aggregate).handledBy(Deciding::new);
  }
}

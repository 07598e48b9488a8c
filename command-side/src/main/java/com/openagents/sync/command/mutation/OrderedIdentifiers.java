package com.openagents.sync.command.mutation;

import org.axonframework.common.IdentifierFactory;

/**
 * Ids of events and command messages that sort by time, instead of the framework's random ones: what is stored next is
 * indexed next to what was stored last, however large the store has grown. The framework finds it as a service.
 */
public final class OrderedIdentifiers extends IdentifierFactory {

  @Override
  public String generateIdentifier() {
    return Ids.next().toString();
  }
}

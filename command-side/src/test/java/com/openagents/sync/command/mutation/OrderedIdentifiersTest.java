package com.openagents.sync.command.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

class OrderedIdentifiersTest {

  private static final int VERSION_THAT_SORTS_BY_TIME = 7;

  @Test
  void theFrameworkFindsThem() {
    assertThat(IdentifierFactory.getInstance()).isInstanceOf(OrderedIdentifiers.class);
    String id = GenericEventMessage.asEventMessage("event").getIdentifier();
    assertThat(UUID.fromString(id).version()).isEqualTo(VERSION_THAT_SORTS_BY_TIME);
  }
}

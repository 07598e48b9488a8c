package com.openagents.sync.platform.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;

/** Revision 1 of {@link AccountOpened} lacks the decimals; they follow from its currency. */
final class AccountOpenedWithDecimals extends SingleEventUpcaster {

  private static final String NAME = AccountOpened.class.getSimpleName();
  private static final SerializedType FROM = new SimpleSerializedType(NAME, "1");
  private static final SerializedType TO = new SimpleSerializedType(NAME, "2");

  @Override
  protected boolean canUpcast(IntermediateEventRepresentation event) {
    return event.getType().equals(FROM);
  }

  @Override
  protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
    return event.upcastPayload(TO, JsonNode.class, AccountOpenedWithDecimals::withDecimals);
  }

  private static JsonNode withDecimals(JsonNode payload) {
    // A copy: whoever gave it may read it again.
    ObjectNode whole = payload.deepCopy();
    return whole.put("decimals", CurrencyDecimals.of(whole.path("currency").asText()));
  }
}

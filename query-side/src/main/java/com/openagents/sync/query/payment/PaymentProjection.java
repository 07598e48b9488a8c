package com.openagents.sync.query.payment;

import com.openagents.sync.api.payment.PaymentEvent;
import com.openagents.sync.api.payment.PaymentEvent.PaymentFailed;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRefunded;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentEvent.PaymentReserved;
import com.openagents.sync.api.payment.PaymentEvent.PaymentSettled;
import com.openagents.sync.api.payment.PaymentRow;
import com.openagents.sync.api.payment.PaymentStatus;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class PaymentProjection implements Feature<PaymentEvent> {

  private static final Model PAYMENT = new Model(
    "Payment",
    "Payments",
    "payments",
    PaymentRow.class,
    Map.of(Scope.Kind.AGENT, List.of("from_agent_id", "to_agent_id"), Scope.Kind.ORG, List.of("org_id"))
  );

  @Override
  public Class<PaymentEvent> events() {
    return PaymentEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(PAYMENT);
  }

  @Override
  public List<Change> changes(PaymentEvent event, Occurrence at) {
    List<Scope> scopes = Parties.scopes(event.orgId(), event.fromAgentId(), event.toAgentId());
    if (event instanceof PaymentRequested requested) {
      return List.of(new RowInserted(PAYMENT, row(requested, at), scopes));
    }
    return List.of(new RowUpdated(PAYMENT, event.id(), changed(event), at.time(), scopes));
  }

  private static Map<String, Object> changed(PaymentEvent event) {
    return switch (event) {
      case PaymentRequested requested -> throw new IllegalArgumentException("It begins with " + requested);
      case PaymentReserved reserved -> Map.of(
        "status",
        PaymentStatus.RESERVED,
        "expires_at",
        reserved.expiresAt()
      );
      case PaymentSettled _ -> Map.of("status", PaymentStatus.SETTLED);
      case PaymentFailed failed -> Map.of("status", PaymentStatus.FAILED, "failure", failed.reason());
      case PaymentRefunded refunded -> Map.of(
        "status",
        refunded.whole() ? PaymentStatus.REFUNDED : PaymentStatus.SETTLED,
        "refunded",
        refunded.refunded()
      );
    };
  }

  private static PaymentRow row(PaymentRequested payment, Occurrence at) {
    return new PaymentRow(
      payment.id(),
      payment.orgId(),
      payment.fromAgentId(),
      payment.toAgentId(),
      payment.fromAccountId(),
      payment.toAccountId(),
      payment.kind(),
      payment.amount(),
      payment.currency(),
      payment.memo(),
      PaymentStatus.REQUESTED,
      0,
      null,
      null,
      at.time(),
      at.time()
    );
  }
}

package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.FailPaymentRequest;
import com.openagents.sync.api.payment.PaymentCommand.FailPayment;
import com.openagents.sync.api.payment.PaymentCommand.RefundPayment;
import com.openagents.sync.api.payment.PaymentCommand.RequestPayment;
import com.openagents.sync.api.payment.PaymentCommand.ReservePayment;
import com.openagents.sync.api.payment.PaymentCommand.SettlePayment;
import com.openagents.sync.api.payment.RefundPaymentRequest;
import com.openagents.sync.api.payment.RequestPaymentRequest;
import com.openagents.sync.api.payment.ReservePaymentRequest;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Mutations of payments. The answer is a {@link com.openagents.sync.api.payment.PaymentRow}. */
@RestController
@RequestMapping("/api/payment")
class PaymentController {

  private final MutationEndpoint endpoint;
  private final PaymentLimits limits;

  PaymentController(MutationEndpoint endpoint, PaymentLimits limits) {
    this.endpoint = endpoint;
    this.limits = limits;
  }

  @PostMapping
  ResponseEntity<String> request(Mutation mutation, @RequestBody RequestPaymentRequest body) {
    return endpoint.create(
      mutation,
      body,
      new RequestPayment(
        Ids.orNext(body.id()),
        body.fromAccountId(),
        body.toAccountId(),
        body.amount(),
        body.currency(),
        Objects.requireNonNullElse(body.memo(), "")
      )
    );
  }

  @PostMapping("/{id}/reserve")
  ResponseEntity<String> reserve(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody ReservePaymentRequest body
  ) {
    return endpoint.change(mutation, body, new ReservePayment(id, limits.expiry(body.expiresInSeconds())));
  }

  @PostMapping("/{id}/settle")
  ResponseEntity<String> settle(Mutation mutation, @PathVariable UUID id) {
    return endpoint.change(mutation, null, new SettlePayment(id));
  }

  @PostMapping("/{id}/fail")
  ResponseEntity<String> fail(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody FailPaymentRequest body
  ) {
    return endpoint.change(mutation, body, new FailPayment(id, body.reason()));
  }

  @PostMapping("/{id}/refund")
  ResponseEntity<String> refund(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody RefundPaymentRequest body
  ) {
    return endpoint.change(mutation, body, new RefundPayment(id, body.amount()));
  }
}

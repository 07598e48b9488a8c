package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.AccountCommand.OpenAccount;
import com.openagents.sync.api.payment.MoveFundsRequest;
import com.openagents.sync.api.payment.OpenAccountRequest;
import com.openagents.sync.api.payment.PaymentCommand.Deposit;
import com.openagents.sync.api.payment.PaymentCommand.Withdraw;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
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

/**
 * Mutations of accounts. Opening answers with an {@link com.openagents.sync.api.payment.AccountRow}, moving money in or
 * out with the {@link com.openagents.sync.api.payment.PaymentRow} that it made.
 */
@RestController
@RequestMapping("/api/account")
class AccountController {

  private final MutationEndpoint endpoint;

  AccountController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> open(Mutation mutation, @RequestBody OpenAccountRequest body) {
    UUID agentId = body.agentId();
    UUID orgId = body.orgId();
    if ((agentId == null) == (orgId == null)) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "agent_id",
        "Send either 'agent_id' or 'org_id': whose account it shall be."
      );
    }
    UUID owner = agentId == null ? Objects.requireNonNull(orgId) : agentId;
    return endpoint.create(
      mutation,
      body,
      new OpenAccount(Accounts.idOf(owner), orgId, agentId, body.currency())
    );
  }

  @PostMapping("/{id}/deposit")
  ResponseEntity<String> deposit(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody MoveFundsRequest body
  ) {
    Deposit command = new Deposit(Ids.orNext(body.id()), id, body.amount(), memo(body));
    return endpoint.create(mutation, body, command);
  }

  @PostMapping("/{id}/withdraw")
  ResponseEntity<String> withdraw(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody MoveFundsRequest body
  ) {
    Withdraw command = new Withdraw(Ids.orNext(body.id()), id, body.amount(), memo(body));
    return endpoint.create(mutation, body, command);
  }

  private static String memo(MoveFundsRequest body) {
    return Objects.requireNonNullElse(body.memo(), "");
  }
}

package com.openagents.sync.query.payment;

import com.openagents.sync.api.payment.AccountEvent;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReleased;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.api.payment.AccountRow;
import com.openagents.sync.api.payment.PostingRow;
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
class AccountProjection implements Feature<AccountEvent> {

  private static final Model ACCOUNT = new Model(
    "Account",
    "Accounts",
    "accounts",
    AccountRow.class,
    Parties.OF_ONE_AGENT
  );
  private static final Model POSTING = new Model(
    "Posting",
    "Postings",
    "postings",
    PostingRow.class,
    "account_id",
    Parties.OF_ONE_AGENT
  );

  @Override
  public Class<AccountEvent> events() {
    return AccountEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(ACCOUNT, POSTING);
  }

  @Override
  public List<Change> changes(AccountEvent event, Occurrence occurrence) {
    List<Scope> scopes = Parties.scopes(event.orgId(), event.agentId());
    return switch (event) {
      case AccountOpened opened -> List.of(new RowInserted(ACCOUNT, row(opened, occurrence), scopes));
      case FundsReserved it -> List.of(balance(it, it.balance(), it.reserved(), occurrence, scopes));
      case FundsReleased it -> List.of(balance(it, it.balance(), it.reserved(), occurrence, scopes));
      case FundsPosted posted -> List.of(
        new RowInserted(POSTING, row(posted, occurrence), scopes),
        balance(posted, posted.balance(), posted.reserved(), occurrence, scopes)
      );
    };
  }

  private static Change balance(
    AccountEvent event,
    long balance,
    long reserved,
    Occurrence at,
    List<Scope> scopes
  ) {
    return new RowUpdated(
      ACCOUNT,
      event.id(),
      Map.of("balance", balance, "reserved", reserved),
      at.time(),
      scopes
    );
  }

  private static AccountRow row(AccountOpened opened, Occurrence at) {
    return new AccountRow(
      opened.id(),
      opened.orgId(),
      opened.agentId(),
      opened.kind(),
      opened.currency(),
      opened.decimals(),
      0,
      0,
      at.time(),
      at.time()
    );
  }

  private static PostingRow row(FundsPosted posted, Occurrence at) {
    return new PostingRow(
      at.eventId(),
      posted.orgId(),
      posted.agentId(),
      posted.id(),
      posted.paymentId(),
      posted.amount(),
      posted.balance(),
      at.time(),
      at.time()
    );
  }
}

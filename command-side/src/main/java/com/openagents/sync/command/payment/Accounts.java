package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.AccountCommand.OpenAccount;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.payment.AccountRow;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.ActiveAgents;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.event.CurrencyDecimals;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** Opens accounts and finds them. An agent and an org have one each; its id follows from its owner's. */
@Component
class Accounts {

  private final Repository<Account> repository;
  private final EventStore events;
  private final OrgAccess access;
  private final ActiveAgents agents;

  Accounts(Repository<Account> repository, EventStore events, OrgAccess access, ActiveAgents agents) {
    this.repository = repository;
    this.events = events;
    this.access = access;
    this.agents = agents;
  }

  /** The id of the one account of an agent or org. */
  static UUID idOf(UUID owner) {
    return named("account of " + owner);
  }

  @CommandHandler
  AccountRow handle(OpenAccount command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) throws Exception {
    String currency = Money.requireCurrency(command.currency());
    UUID agentId = command.agentId();
    UUID orgId = agentId == null ? requireOrg(caller, command) : agents.requireOrg(caller, agentId);
    AccountKind kind = agentId == null ? AccountKind.ORG : AccountKind.AGENT;
    int decimals = CurrencyDecimals.of(currency);
    AccountOpened opened = new AccountOpened(command.id(), orgId, agentId, kind, currency, decimals);
    return repository.newInstance(() -> new Account(opened)).invoke(Account::record);
  }

  private UUID requireOrg(Caller caller, OpenAccount command) {
    UUID orgId = Objects.requireNonNull(command.orgId());
    access.require(caller, orgId);
    return orgId;
  }

  /**
   * What never changes of an account that the caller may use.
   *
   * @param field of the request that names it
   * @throws Rejected with {@code not_found} or {@code forbidden}
   */
  AccountOpened opening(Caller caller, String field, UUID id) {
    DomainEventStream stream = events.readEvents(id.toString());
    if (stream.hasNext() && stream.next().getPayload() instanceof AccountOpened opened) {
      access.require(caller, opened.orgId());
      return opened;
    }
    throw Rejected.field(RejectionCode.NOT_FOUND, field, "There is no account " + id + ".");
  }

  /** One whose payment was accepted before. */
  Aggregate<Account> load(UUID id) {
    return repository.load(id.toString());
  }

  /** The rest of the world, as one org sees it in one currency; opened when it is first needed. */
  Aggregate<Account> outside(UUID orgId, String currency) {
    AccountOpened opened = new AccountOpened(
      outsideId(orgId, currency),
      orgId,
      null,
      AccountKind.OUTSIDE,
      currency,
      CurrencyDecimals.of(currency)
    );
    try {
      return repository.loadOrCreate(opened.id().toString(), () -> new Account(opened));
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  static UUID outsideId(UUID orgId, String currency) {
    return named("outside of " + orgId + " in " + currency);
  }

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}

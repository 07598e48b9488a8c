package com.openagents.sync.query.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PartiesTest {

  private final UUID org = UUID.randomUUID();
  private final UUID payer = UUID.randomUUID();
  private final UUID payee = UUID.randomUUID();

  @Test
  void bothAgentsAndTheOrgSeeIt() {
    assertThat(Parties.scopes(org, payer, payee)).containsExactly(
      Scope.agent(payer),
      Scope.agent(payee),
      Scope.org(org)
    );
  }

  @Test
  @DisplayName("contract 7: between two accounts of one agent it is one sync event in the agent's scope")
  void oneAgentSeesItOnce() {
    assertThat(Parties.scopes(org, payer, payer)).containsExactly(Scope.agent(payer), Scope.org(org));
  }

  @Test
  void outsideIsNobody() {
    assertThat(Parties.scopes(org, null, payee)).containsExactly(Scope.agent(payee), Scope.org(org));
  }
}

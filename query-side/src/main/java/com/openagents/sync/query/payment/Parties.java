package com.openagents.sync.query.payment;

import com.openagents.sync.api.sync.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who sees what concerns money: the agents whose accounts it touches, and the org. */
final class Parties {

  static final Map<Scope.Kind, List<String>> OF_ONE_AGENT = Map.of(
    Scope.Kind.AGENT,
    List.of("agent_id"),
    Scope.Kind.ORG,
    List.of("org_id")
  );

  private Parties() {}

  /** Each once, also when a payment stays with one agent. */
  static List<Scope> scopes(UUID orgId, @Nullable UUID... agentIds) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (UUID agentId : agentIds) {
      if (agentId != null) {
        scopes.add(Scope.agent(agentId));
      }
    }
    scopes.add(Scope.org(orgId));
    return List.copyOf(scopes);
  }
}

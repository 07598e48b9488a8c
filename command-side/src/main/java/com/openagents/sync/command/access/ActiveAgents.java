package com.openagents.sync.command.access;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.access.Caller;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which agents may take something new. */
@Component
public class ActiveAgents {

  private final AgentDirectory agents;
  private final OrgAccess access;

  public ActiveAgents(AgentDirectory agents, OrgAccess access) {
    this.agents = agents;
    this.access = access;
  }

  /**
   * @return the agent's org
   * @throws Rejected with {@code not_found}, {@code forbidden} or {@code agent_retired}
   */
  public UUID requireOrg(Caller caller, UUID agentId) {
    AgentDirectory.Entry agent = agents
      .find(agentId)
      .orElseThrow(() ->
        Rejected.field(RejectionCode.NOT_FOUND, "agent_id", "There is no agent " + agentId + ".")
      );
    access.require(caller, agent.orgId());
    if (agent.retired()) {
      throw Rejected.field(
        RejectionCode.AGENT_RETIRED,
        "agent_id",
        "Agent " + agentId + " is retired and takes nothing new."
      );
    }
    return agent.orgId();
  }
}

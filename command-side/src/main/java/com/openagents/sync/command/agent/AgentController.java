package com.openagents.sync.command.agent;

import com.openagents.sync.api.agent.AgentCommand.CreateAgent;
import com.openagents.sync.api.agent.AgentCommand.RenameAgent;
import com.openagents.sync.api.agent.AgentCommand.RetireAgent;
import com.openagents.sync.api.agent.CreateAgentRequest;
import com.openagents.sync.api.agent.RenameAgentRequest;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Mutations of agents. The answer is an {@link com.openagents.sync.api.agent.AgentRow}. */
@RestController
@RequestMapping("/api/agent")
class AgentController {

  private final MutationEndpoint endpoint;

  AgentController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> create(Mutation mutation, @RequestBody CreateAgentRequest body) {
    return endpoint.create(mutation, body, new CreateAgent(Ids.orNext(body.id()), body.orgId(), body.name()));
  }

  @PatchMapping("/{id}")
  ResponseEntity<String> rename(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody RenameAgentRequest body
  ) {
    return endpoint.change(mutation, body, new RenameAgent(id, body.name()));
  }

  @PostMapping("/{id}/retire")
  ResponseEntity<String> retire(Mutation mutation, @PathVariable UUID id) {
    return endpoint.change(mutation, null, new RetireAgent(id));
  }
}

package com.openagents.sync.command.reasoning;

import com.openagents.sync.api.reasoning.ObserveStepRequest;
import com.openagents.sync.api.reasoning.ReasoningCommand.ObserveStep;
import com.openagents.sync.api.reasoning.ReasoningCommand.RecordStep;
import com.openagents.sync.api.reasoning.RecordStepRequest;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Mutations of reasoning steps. The answer is a {@link com.openagents.sync.api.reasoning.ReasoningStepRow}. */
@RestController
@RequestMapping("/api/reasoning")
class ReasoningController {

  private final MutationEndpoint endpoint;

  ReasoningController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> record(Mutation mutation, @RequestBody RecordStepRequest body) {
    return endpoint.create(
      mutation,
      body,
      new RecordStep(
        Ids.orNext(body.id()),
        body.agentId(),
        Objects.requireNonNullElse(body.thought(), ""),
        Objects.requireNonNullElse(body.action(), ""),
        body.observation()
      )
    );
  }

  @PatchMapping("/{id}")
  ResponseEntity<String> observe(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody ObserveStepRequest body
  ) {
    return endpoint.change(mutation, body, new ObserveStep(id, body.observation()));
  }
}

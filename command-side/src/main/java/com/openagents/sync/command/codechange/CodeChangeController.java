package com.openagents.sync.command.codechange;

import com.openagents.sync.api.codechange.ChangeReasonRequest;
import com.openagents.sync.api.codechange.CodeChangeCommand.AcceptChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ApplyChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ProposeChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RejectChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RevertChange;
import com.openagents.sync.api.codechange.ProposeChangeRequest;
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

/** Mutations of code changes. The answer is a {@link com.openagents.sync.api.codechange.CodeChangeRow}. */
@RestController
@RequestMapping("/api/code-change")
class CodeChangeController {

  private final MutationEndpoint endpoint;

  CodeChangeController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> propose(Mutation mutation, @RequestBody ProposeChangeRequest body) {
    return endpoint.create(
      mutation,
      body,
      new ProposeChange(
        Ids.orNext(body.id()),
        body.agentId(),
        body.title(),
        Objects.requireNonNullElse(body.baseRevision(), ""),
        body.diff()
      )
    );
  }

  @PostMapping("/{id}/accept")
  ResponseEntity<String> accept(Mutation mutation, @PathVariable UUID id) {
    return endpoint.change(mutation, null, new AcceptChange(id));
  }

  @PostMapping("/{id}/reject")
  ResponseEntity<String> reject(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody ChangeReasonRequest body
  ) {
    return endpoint.change(mutation, body, new RejectChange(id, body.reason()));
  }

  @PostMapping("/{id}/apply")
  ResponseEntity<String> apply(Mutation mutation, @PathVariable UUID id) {
    return endpoint.change(mutation, null, new ApplyChange(id));
  }

  @PostMapping("/{id}/revert")
  ResponseEntity<String> revert(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody ChangeReasonRequest body
  ) {
    return endpoint.change(mutation, body, new RevertChange(id, body.reason()));
  }
}

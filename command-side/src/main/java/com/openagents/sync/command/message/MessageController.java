package com.openagents.sync.command.message;

import com.openagents.sync.api.message.EditMessageRequest;
import com.openagents.sync.api.message.MessageCommand.DeleteMessage;
import com.openagents.sync.api.message.MessageCommand.EditMessage;
import com.openagents.sync.api.message.MessageCommand.PostMessage;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.message.PostMessageRequest;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.MutationEndpoint;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Mutations of messages. The answer is a {@link com.openagents.sync.api.message.MessageRow}; of a deleted one, as it
 * last was.
 */
@RestController
@RequestMapping("/api/message")
class MessageController {

  private final MutationEndpoint endpoint;

  MessageController(MutationEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @PostMapping
  ResponseEntity<String> post(Mutation mutation, @RequestBody PostMessageRequest body) {
    MessageRole role = Objects.requireNonNullElse(body.role(), MessageRole.USER);
    return endpoint.create(
      mutation,
      body,
      new PostMessage(Ids.orNext(body.id()), body.agentId(), role, body.content())
    );
  }

  @PatchMapping("/{id}")
  ResponseEntity<String> edit(
    Mutation mutation,
    @PathVariable UUID id,
    @RequestBody EditMessageRequest body
  ) {
    return endpoint.change(mutation, body, new EditMessage(id, body.content()));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<String> delete(Mutation mutation, @PathVariable UUID id) {
    return endpoint.change(mutation, null, new DeleteMessage(id));
  }
}

package com.openagents.sync.bench.spring;

import java.time.Instant;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sends a command and answers once its event is stored. */
@RestController
class AxonController {

  private final CommandGateway commands;
  private final Messages messages;

  AxonController(Configuration axon, Messages messages) {
    commands = axon.commandGateway();
    this.messages = messages;
  }

  @PostMapping("/messages")
  @ResponseStatus(HttpStatus.CREATED)
  MessageRow post(@RequestBody NewMessage message) {
    UUID id = UUID.randomUUID();
    commands.<String>sendAndWait(new Post(id.toString(), message.agentId().toString(), message.content()));
    return new MessageRow(id, message.agentId(), "user", message.content(), Instant.now());
  }

  @GetMapping(path = "/messages", produces = "application/json")
  @Nullable
  String list(@RequestParam("agent_id") UUID agent) {
    return messages.json(agent);
  }
}

package com.openagents.sync.bench.spring;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One INSERT and a broadcast per write, on virtual threads. */
public final class PlainServer {

  private PlainServer() {}

  public static void main(String... arguments) {
    Server.run(Application.class);
  }

  @Configuration(proxyBeanMethods = false)
  @Import({ WebConfiguration.class, Controller.class })
  static class Application {}

  @RestController
  static class Controller {

    private final Messages messages;
    private final Sockets sockets;

    Controller(Messages messages, Sockets sockets) {
      this.messages = messages;
      this.sockets = sockets;
    }

    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.CREATED)
    MessageRow post(@RequestBody NewMessage message) {
      MessageRow row = new MessageRow(
        UUID.randomUUID(),
        message.agentId(),
        "user",
        message.content(),
        Instant.now().truncatedTo(ChronoUnit.MICROS)
      );
      messages.insert(row);
      sockets.broadcast(row);
      return row;
    }

    @GetMapping(path = "/messages", produces = "application/json")
    @Nullable
    String list(@RequestParam("agent_id") UUID agent) {
      return messages.json(agent);
    }
  }
}

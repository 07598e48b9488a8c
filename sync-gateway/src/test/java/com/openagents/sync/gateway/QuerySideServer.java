package com.openagents.sync.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A query side that answers as the test says. */
final class QuerySideServer implements AutoCloseable {

  /** Writes an answer. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** @param query as it came, encoded */
  record Request(String query, String authorization, String accept) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(503, -1);

  private QuerySideServer(HttpServer server) {
    this.server = server;
  }

  static QuerySideServer start() {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      QuerySideServer querySide = new QuerySideServer(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/sync/bootstrap", querySide::handle);
      server.start();
      return querySide;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  void answers(Answer answer) {
    this.answer = answer;
  }

  void answersLines(List<String> lines) {
    answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        for (String line : lines) {
          body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    });
  }

  void answersProblem(int status, String body) {
    answers(exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    });
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
        new Request(
          exchange.getRequestURI().getRawQuery(),
          String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
          String.valueOf(exchange.getRequestHeaders().getFirst("Accept"))
        )
      );
      answer.to(exchange);
    }
  }
}

package com.openagents.sync.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.json.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.catalina.Context;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import tools.jackson.databind.JsonNode;

class StoppingServerTest {

  @Test
  void aRequestThatFindsNoApplicationAnyMoreMayBeSentAgain() throws Exception {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    new ProblemServer().problemReports(new Problems(WireJson.mapper())).customize(factory);
    TomcatWebServer server = (TomcatWebServer) factory.getWebServer();
    server.start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      // As the server does first when it stops; whatever is on its way then still comes in.
      ((Context) server.getTomcat().getHost().findChildren()[0]).stop();
      HttpResponse<String> answer = http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/api/message")).build(),
        BodyHandlers.ofString()
      );
      JsonNode problem = WireJson.mapper().readTree(answer.body());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(problem.path("code").asString()).isEqualTo("unavailable");
      assertThat(problem.path("retryable").asBoolean()).isTrue();
    } finally {
      server.stop();
    }
  }
}

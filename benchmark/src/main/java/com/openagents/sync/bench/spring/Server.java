package com.openagents.sync.bench.spring;

import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts one of the two. */
final class Server {

  private Server() {}

  static void run(Class<?> configuration) {
    Map<String, String> environment = System.getenv();
    new SpringApplicationBuilder(configuration)
      .properties(
        "spring.config.name=none",
        "server.address=127.0.0.1",
        "server.port=" + environment.get("PORT"),
        "server.tomcat.accept-count=4096",
        "server.tomcat.max-connections=20000",
        "server.tomcat.max-keep-alive-requests=-1",
        "spring.threads.virtual.enabled=true",
        "spring.datasource.url=" + environment.get("JDBC_URL"),
        "spring.datasource.username=" + environment.get("DATABASE_USER"),
        "spring.datasource.password=" + environment.get("DATABASE_PASSWORD"),
        "spring.datasource.hikari.maximum-pool-size=16",
        "logging.level.root=warn"
      )
      .run();
    System.out.println("ready");
  }
}

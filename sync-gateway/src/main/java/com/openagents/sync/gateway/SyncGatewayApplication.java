package com.openagents.sync.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** This part as an app of its own. No component, so that the scan of {@link SyncGateway} leaves it out elsewhere. */
@EnableAutoConfiguration
@Import(SyncGateway.class)
public class SyncGatewayApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(SyncGatewayApplication.class, arguments);
  }
}

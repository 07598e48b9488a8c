package com.openagents.sync.command.eventstore;

import org.springframework.core.env.Environment;

/**
 * The role that owns the event store and migrates it, where that is not the role by which the application works: an
 * owner could change events, whatever is revoked from it.
 */
public interface EventStoreOwner {
  String username();

  String password();

  /** By {@code agentsync.event-store.owner.username} and {@code .password}. */
  record Configured(String username, String password) implements EventStoreOwner {
    static final String USERNAME = "agentsync.event-store.owner.username";
    private static final String PASSWORD = "agentsync.event-store.owner.password";

    static Configured in(Environment environment) {
      return new Configured(environment.getRequiredProperty(USERNAME), environment.getProperty(PASSWORD, ""));
    }
  }
}

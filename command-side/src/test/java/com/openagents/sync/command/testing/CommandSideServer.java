package com.openagents.sync.command.testing;

import com.openagents.sync.command.CommandSideApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** A test against the running app, on a free port and a fresh database. Nobody projects there, so answers are 202. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
  classes = CommandSideApplication.class,
  webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
  properties = {
    "spring.main.banner-mode=off",
    "agentsync.mutation.projection-wait-max=" + CommandSideServer.PROJECTION_WAIT_MAX,
    "agentsync.mutation.text-characters-max=" + CommandSideServer.TEXT_CHARACTERS_MAX,
    "agentsync.mutation.request-bytes-max=" + CommandSideServer.REQUEST_BYTES_MAX,
  }
)
@ContextConfiguration(initializers = FreshDatabase.class)
public @interface CommandSideServer {
  String PROJECTION_WAIT_MAX = "200ms";
  int TEXT_CHARACTERS_MAX = 1_000;
  int REQUEST_BYTES_MAX = 20_000;
}

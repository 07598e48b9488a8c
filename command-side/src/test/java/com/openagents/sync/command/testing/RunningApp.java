package com.openagents.sync.command.testing;

import com.openagents.sync.command.CommandSideApplication;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The app as a test starts and stops it itself. */
public record RunningApp(
  TestDatabase database,
  Path keyFile,
  ConfigurableApplicationContext context
) implements AutoCloseable {
  public static RunningApp start(String... arguments) {
    TestDatabase database = TestDatabase.create();
    SyncSchema.make(database);
    return start(database, FreshDatabase.newKeyFile(), arguments);
  }

  /** On a database that has a past. */
  public static RunningApp startOn(TestDatabase database, Path keyFile) {
    return start(database, keyFile);
  }

  private static RunningApp start(TestDatabase database, Path keyFile, String... arguments) {
    String[] all = Stream.concat(
      Stream.concat(
        Stream.of("--server.port=0"),
        FreshDatabase.properties(database, keyFile)
          .entrySet()
          .stream()
          // Given twice, both would count.
          .filter(entry ->
            Stream.of(arguments).noneMatch(given -> given.startsWith("--" + entry.getKey() + "="))
          )
          .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
      ),
      Stream.of(arguments)
    ).toArray(String[]::new);
    return new RunningApp(
      database,
      keyFile,
      new SpringApplicationBuilder(CommandSideApplication.class).bannerMode(Banner.Mode.OFF).run(all)
    );
  }

  /** Another one on the same database, which trusts the same local issuer. */
  public RunningApp startAnother(String... arguments) {
    return start(database, keyFile, arguments);
  }

  public Api api() {
    return new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  @Override
  public void close() {
    context.close();
  }
}

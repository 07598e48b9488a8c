package com.openagents.sync.command.testing;

import com.openagents.sync.command.CommandSideApplication;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The app as a test starts and stops it itself. */
public record RunningApp(
  TestDatabase database,
  ConfigurableApplicationContext context
) implements AutoCloseable {
  public static RunningApp start(String... arguments) {
    TestDatabase database = TestDatabase.create();
    SyncSchema.make(database);
    return start(database, arguments);
  }

  private static RunningApp start(TestDatabase database, String... arguments) {
    List<String> settings = new ArrayList<>(
      List.of("server.port=0", "spring.datasource.url=" + database.jdbcUrl())
    );
    settings.addAll(TestKeys.settings());
    String[] all = Stream.concat(
      settings
        .stream()
        .map(setting -> "--" + setting)
        // Given twice, both would count.
        .filter(setting -> Stream.of(arguments).noneMatch(given -> name(given).equals(name(setting)))),
      Stream.of(arguments)
    ).toArray(String[]::new);
    return new RunningApp(
      database,
      new SpringApplicationBuilder(CommandSideApplication.class).bannerMode(Banner.Mode.OFF).run(all)
    );
  }

  private static String name(String setting) {
    return setting.split("=", 2)[0];
  }

  /** Another one on the same database. */
  public RunningApp startAnother(String... arguments) {
    return start(database, arguments);
  }

  public Api api() {
    return new Api(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
  }

  @Override
  public void close() {
    context.close();
  }
}

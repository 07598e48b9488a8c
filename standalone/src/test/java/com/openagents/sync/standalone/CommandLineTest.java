package com.openagents.sync.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.standalone.demo.DemoOptions;
import com.openagents.sync.standalone.demo.Speed;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void withoutArgumentsTheEngineStartsOnItsUsualPort() {
    RunOptions options = CommandLine.parse();
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.data()).isEqualTo(Path.of("data"));
    assertThat(options.address()).isEqualTo(URI.create("http://localhost:8080"));
    assertThat(options.demo()).isEmpty();
  }

  @Test
  void optionsMayStandAnywhereAndCarryTheirValueEitherWay() {
    RunOptions options = CommandLine.parse(
      "--port=1",
      "demo",
      "a.traj",
      "--data",
      "d",
      "b",
      "--speed",
      "max"
    );
    assertThat(options.port()).isEqualTo(1);
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(options.demo()).contains(
      new DemoOptions(Speed.parse("max"), List.of(Path.of("a.traj"), Path.of("b")))
    );
  }

  @Test
  void theStoreIsVerifiedOnRequest() {
    RunOptions options = CommandLine.parse("verify", "--data", "d");
    assertThat(options.verify()).isTrue();
    assertThat(options.data()).isEqualTo(Path.of("d"));
    assertThat(CommandLine.parse().verify()).isFalse();
  }

  @Test
  void theDemoPlaysTenTimesAsFastAsInLifeByDefault() {
    assertThat(CommandLine.parse("demo").demo()).contains(new DemoOptions(Speed.parse("10"), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "--colour,There is no option --colour.",
    "start,There is no command 'start'.",
    "--port,--port needs a value.",
    "--port=-1,'--port takes a number from 0 to 65535, not ''-1''.'",
    "--port=http,'--port takes a number from 0 to 65535, not ''http''.'",
    "--speed=10,--speed belongs to demo.",
    "--stop,--stop belongs to demo.",
    "--url=http://localhost,--url belongs to demo.",
  })
  void whatCanNotBeUnderstoodIsNamed(String argument, String message) {
    assertThatThrownBy(() -> CommandLine.parse(argument))
      .isInstanceOf(Usage.class)
      .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--speed=0",
    "--speed=-1",
    "--speed=fast",
    "--speed=NaN",
    "--url=localhost:8080",
    "--url=ftp://x",
  })
  void whatADemoCanNotUseIsNamed(String argument) {
    String option = argument.substring(0, argument.indexOf('='));
    assertThatThrownBy(() -> CommandLine.parse("demo", argument)).hasMessageStartingWith(option + " takes ");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,http://localhost:8080,http://127.0.0.1:8080",
    "0.0.0.0,http://localhost:8080,http://127.0.0.1:8080",
    "192.0.2.7,http://192.0.2.7:8080,http://192.0.2.7:8080",
    "::1,http://localhost:8080,http://[::1]:8080",
  })
  void theAddressIsOneThatCanBeOpened(String host, String shown, String own) {
    RunOptions options = CommandLine.parse("--host", host);
    assertThat(options.address()).isEqualTo(URI.create(shown));
    assertThat(options.ownAddress()).isEqualTo(URI.create(own));
  }

  @Test
  void rebuildSaysWhat() {
    RebuildOptions all = CommandLine.parse("rebuild", "--data", "d").rebuild().orElseThrow();
    assertThat(all).isEqualTo(new RebuildOptions("rebuild", List.of(), Optional.empty(), false));
    Scope org = Scope.org(UUID.randomUUID());
    RebuildOptions some = CommandLine.parse(
      "rebuild",
      "verify",
      "--model=Message,Agent",
      "--scope=" + org,
      "--meaning-changed"
    )
      .rebuild()
      .orElseThrow();
    assertThat(some).isEqualTo(
      new RebuildOptions("verify", List.of("Message", "Agent"), Optional.of(org), true)
    );
    assertThatThrownBy(() -> CommandLine.parse("rebuild", "--scope=org:1"))
      .isInstanceOf(Usage.class)
      .hasMessageContaining("org:<uuid>");
    assertThatThrownBy(() -> CommandLine.parse("--model=Message")).isInstanceOf(Usage.class);
    assertThatThrownBy(() -> CommandLine.parse("rebuild", "everything")).isInstanceOf(Usage.class);
    assertThat(CommandLine.parse("rebuild", "log").rebuild().orElseThrow().word()).isEqualTo("log");
    assertThatThrownBy(() -> CommandLine.parse("rebuild", "log", "--model=Agent")).isInstanceOf(Usage.class);
  }
}

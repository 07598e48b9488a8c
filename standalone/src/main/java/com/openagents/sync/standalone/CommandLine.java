package com.openagents.sync.standalone;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.standalone.demo.DemoOptions;
import com.openagents.sync.standalone.demo.Speed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link RunOptions} from arguments: {@code --name value} or {@code --name=value}, and the words {@code demo},
 * {@code verify} and {@code rebuild}.
 */
final class CommandLine {

  private static final Set<String> ENGINE_OPTIONS = Set.of("--port", "--data", "--host");
  private static final Set<String> DEMO_OPTIONS = Set.of("--speed", "--url");
  private static final Set<String> REBUILD_OPTIONS = Set.of("--model", "--scope");
  private static final String STOP = "--stop";
  private static final String MEANING_CHANGED = "--meaning-changed";
  private static final String REBUILD = "rebuild";
  private static final int PORT_MAX = 65_535;

  private final Map<String, String> values = new HashMap<>();
  private final List<Path> sources = new ArrayList<>();
  private boolean demo;
  private boolean stop;
  private boolean verify;
  private boolean rebuild;
  private boolean meaningChanged;
  private @Nullable String rebuildWord;

  private CommandLine() {}

  /** @throws Usage if they can't be understood */
  static RunOptions parse(String... arguments) {
    CommandLine line = new CommandLine();
    line.read(Arrays.asList(arguments).iterator());
    return line.options();
  }

  private void read(Iterator<String> arguments) {
    while (arguments.hasNext()) {
      String argument = arguments.next();
      if (argument.equals(STOP)) {
        stop = true;
      } else if (argument.equals(MEANING_CHANGED)) {
        meaningChanged = true;
      } else if (argument.startsWith("--")) {
        readOption(argument, arguments);
      } else {
        readWord(argument);
      }
    }
  }

  private void readWord(String word) {
    boolean isFirst = !demo && !verify && !rebuild;
    if (isFirst && word.equals("demo")) {
      demo = true;
    } else if (isFirst && word.equals("verify")) {
      verify = true;
    } else if (isFirst && word.equals(REBUILD)) {
      rebuild = true;
    } else if (demo) {
      sources.add(Path.of(word));
    } else if (rebuild && rebuildWord == null && RebuildOptions.WORDS.contains(word)) {
      rebuildWord = word;
    } else {
      throw new Usage("There is no command '" + word + "'.");
    }
  }

  private void readOption(String argument, Iterator<String> following) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    if (!ENGINE_OPTIONS.contains(name) && !DEMO_OPTIONS.contains(name) && !REBUILD_OPTIONS.contains(name)) {
      throw new Usage("There is no option " + name + ".");
    }
    if (equals < 0 && !following.hasNext()) {
      throw new Usage(name + " needs a value.");
    }
    values.put(name, equals < 0 ? following.next() : argument.substring(equals + 1));
  }

  private RunOptions options() {
    requireDemo();
    requireRebuild();
    return new RunOptions(
      port(values.getOrDefault("--port", "8080")),
      Path.of(values.getOrDefault("--data", "data")),
      values.getOrDefault("--host", "127.0.0.1"),
      demo
        ? Optional.of(new DemoOptions(speed(values.getOrDefault("--speed", "10")), sources))
        : Optional.empty(),
      Optional.ofNullable(values.get("--url")).map(CommandLine::url),
      stop,
      verify,
      rebuild ? Optional.of(rebuildOptions()) : Optional.empty()
    );
  }

  private RebuildOptions rebuildOptions() {
    return new RebuildOptions(
      Objects.requireNonNullElse(rebuildWord, REBUILD),
      values.containsKey("--model") ? List.of(values.get("--model").split(",")) : List.of(),
      Optional.ofNullable(values.get("--scope")).map(CommandLine::scope),
      meaningChanged
    );
  }

  private void requireRebuild() {
    Stream.concat(
      REBUILD_OPTIONS.stream().filter(values::containsKey),
      meaningChanged ? Stream.of(MEANING_CHANGED) : Stream.empty()
    )
      .filter(_ -> !rebuild)
      .findAny()
      .ifPresent(name -> {
        throw new Usage(name + " belongs to rebuild.");
      });
    if (RebuildOptions.LOG.equals(rebuildWord) && REBUILD_OPTIONS.stream().anyMatch(values::containsKey)) {
      throw new Usage("The log is of all models and scopes.");
    }
  }

  private void requireDemo() {
    Stream.concat(DEMO_OPTIONS.stream().filter(values::containsKey), stop ? Stream.of(STOP) : Stream.empty())
      .filter(_ -> !demo)
      .findAny()
      .ifPresent(name -> {
        throw new Usage(name + " belongs to demo.");
      });
  }

  private static Scope scope(String text) {
    try {
      return Scope.parse(text);
    } catch (Rejected wrong) {
      throw new Usage("--scope " + text + ": " + wrong.getMessage());
    }
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= PORT_MAX) {
        return port == 0 ? freePort() : port;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new Usage("--port takes a number from 0 to " + PORT_MAX + ", not '" + text + "'.");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Speed speed(String text) {
    try {
      return Speed.parse(text);
    } catch (IllegalArgumentException notASpeed) {
      throw new Usage("--speed takes a number above 0 or max, not '" + text + "'.");
    }
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Said below.
    }
    throw new Usage("--url takes an address like http://localhost:8080, not '" + text + "'.");
  }
}

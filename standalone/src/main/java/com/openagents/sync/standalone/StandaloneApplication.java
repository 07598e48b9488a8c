package com.openagents.sync.standalone;

import com.openagents.sync.standalone.demo.Demo;
import com.openagents.sync.standalone.demo.NothingToPlay;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The engine as one process, with the demo player on request. */
public final class StandaloneApplication {

  private static final int REFUSED = 1;
  private static final int MISUSED = 2;

  private StandaloneApplication() {}

  public static void main(String[] arguments) throws IOException {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Usage.TEXT);
      return;
    }
    try {
      RunOptions options = CommandLine.parse(arguments);
      if (options.verify()) {
        end(verify(options) ? 0 : REFUSED);
      }
      if (options.rebuild().isPresent()) {
        end(rebuild(options, options.rebuild().get()) ? 0 : REFUSED);
      }
      Optional<Demo> demo = options.demo().map(Demo::read);
      if (demo.isPresent() && options.elsewhere().isPresent()) {
        end(demo.get().play(options.elsewhere().get()) ? 0 : REFUSED);
      }
      start(options, demo);
    } catch (Usage wrong) {
      System.err.println(wrong.getMessage());
      System.err.print(Usage.TEXT);
      end(MISUSED);
    } catch (NothingToPlay nothing) {
      System.err.println(nothing.getMessage());
      end(MISUSED);
    }
  }

  private static boolean verify(RunOptions options) throws IOException {
    try {
      return Verification.run(options.data());
    } catch (StartRefused refused) {
      System.err.println(refused.getMessage());
      return false;
    }
  }

  private static boolean rebuild(RunOptions options, RebuildOptions wanted) throws IOException {
    try {
      return Rebuilding.run(options, wanted);
    } catch (StartRefused refused) {
      System.err.println(refused.getMessage());
      return false;
    }
  }

  private static void start(RunOptions options, Optional<Demo> demo) throws IOException {
    System.out.println(
      "agentsync is starting, with its data in " + options.data().toAbsolutePath().normalize()
    );
    Engine engine = new Engine(options);
    Runtime.getRuntime().addShutdownHook(
      Thread.ofPlatform()
        .name("stop")
        .unstarted(() -> stop(engine, demo))
    );
    try {
      engine.start();
    } catch (StartRefused refused) {
      engine.close();
      System.err.println(refused.getMessage());
      end(REFUSED);
    } catch (RuntimeException failure) {
      engine.close();
      System.err.println("agentsync could not start; the log in " + options.data() + "/logs says why.");
      end(REFUSED);
    }
    System.out.printf(
      Locale.ROOT,
      "agentsync is ready: %s (%.1f s)%n",
      options.address(),
      secondsSinceStart()
    );
    demo.ifPresent(player -> player.play(options.address()));
    if (options.stopAfterDemo()) {
      System.exit(0);
    }
  }

  /** Since the process began, so with what the start script did before. */
  private static double secondsSinceStart() {
    Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    return Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }

  /** Asked to stop and stopped: that is success, whichever signal asked. */
  private static void stop(Engine engine, Optional<Demo> demo) {
    int status = 0;
    try {
      demo.ifPresent(Demo::stop);
      engine.close();
      System.out.println("agentsync has stopped.");
    } catch (IOException | RuntimeException failure) {
      System.err.println("agentsync did not stop cleanly: " + failure.getMessage());
      status = REFUSED;
    }
    end(status);
  }

  /** Ends the process here and now, without the shutdown hook. */
  private static void end(int status) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}

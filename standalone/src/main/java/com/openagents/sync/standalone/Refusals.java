package com.openagents.sync.standalone;

import com.openagents.sync.platform.subjectkey.MasterKeyUnusable;
import java.net.BindException;
import java.util.Optional;
import org.springframework.boot.web.server.PortInUseException;

/** Finds the one line behind a failure of the start, where there is one. */
final class Refusals {

  private static final int CAUSES_MAX = 30;

  private Refusals() {}

  static Optional<StartRefused> in(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      switch (cause) {
        case StartRefused refused -> {
          return Optional.of(refused);
        }
        case PortInUseException taken -> {
          return Optional.of(portInUse(taken.getPort()));
        }
        case MasterKeyUnusable unusable -> {
          return Optional.of(new StartRefused(String.valueOf(unusable.getMessage())));
        }
        default -> cause = cause.getCause();
      }
    }
    return Optional.empty();
  }

  static StartRefused ofPort(String host, int port, Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof BindException && message.contains("in use")
      ? portInUse(port)
      : new StartRefused("agentsync can't listen on %s, port %d: %s".formatted(host, port, message));
  }

  private static StartRefused portInUse(int port) {
    return new StartRefused(
      "Port %d is in use; stop what listens there or choose another with --port.".formatted(port)
    );
  }
}

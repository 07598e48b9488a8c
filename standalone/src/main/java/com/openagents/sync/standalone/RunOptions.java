package com.openagents.sync.standalone;

import com.openagents.sync.standalone.demo.DemoOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param demo what to play, if anything
 * @param elsewhere the running engine to play to instead of starting one
 */
record RunOptions(int port, Path data, String host, Optional<DemoOptions> demo, Optional<URI> elsewhere) {
  private static final List<String> SHOWN_AS_LOCALHOST = List.of("127.0.0.1", "0.0.0.0", "::1", "::");

  /** Where a browser on this machine finds the engine. */
  URI address() {
    String name = SHOWN_AS_LOCALHOST.contains(host) ? "localhost" : host;
    return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
  }
}

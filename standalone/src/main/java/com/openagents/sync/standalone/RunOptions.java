package com.openagents.sync.standalone;

import com.openagents.sync.standalone.demo.DemoOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param demo what to play, if anything
 * @param elsewhere the running engine to play to instead of starting one
 * @param stopAfterDemo whether to end when all is played
 * @param verify whether to verify the event store instead of starting anything
 * @param rebuild what to do about the read models instead, if anything
 */
record RunOptions(
  int port,
  Path data,
  String host,
  Optional<DemoOptions> demo,
  Optional<URI> elsewhere,
  boolean stopAfterDemo,
  boolean verify,
  Optional<RebuildOptions> rebuild
) {
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");
  private static final Set<String> LOCALHOST = Set.of("127.0.0.1", "::1");

  /** The same on another port. */
  RunOptions onPort(int other) {
    return new RunOptions(other, data, host, demo, elsewhere, stopAfterDemo, verify, rebuild);
  }

  /** Where a browser on this machine finds the engine. */
  URI address() {
    return url(EVERY_ADDRESS.contains(host) || LOCALHOST.contains(host) ? "localhost" : host);
  }

  /** Where the engine finds itself. */
  URI ownAddress() {
    return url(EVERY_ADDRESS.contains(host) ? "127.0.0.1" : host);
  }

  private URI url(String name) {
    return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
  }
}

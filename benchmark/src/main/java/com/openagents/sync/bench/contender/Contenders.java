package com.openagents.sync.bench.contender;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that are measured, each on its own database. Only one at a time has something to do. */
public final class Contenders implements AutoCloseable {

  private interface Start {
    Optional<Contender> in(Surroundings surroundings) throws IOException, InterruptedException;
  }

  private final List<Contender> all = new ArrayList<>();

  /** @param wanted names; empty for all */
  public static Contenders start(Surroundings surroundings, Set<String> wanted)
    throws IOException, InterruptedException {
    Contenders contenders = new Contenders();
    contenders.add("agentsync", wanted, surroundings, where -> Optional.of(Agentsync.start(where)));
    contenders.add("plain Node", wanted, surroundings, where -> Optional.of(Plain.node(where)));
    contenders.add("plain Java", wanted, surroundings, where -> Optional.of(Plain.java(where)));
    contenders.add("plain Axon", wanted, surroundings, where -> Optional.of(Plain.axon(where)));
    contenders.add("NATS core", wanted, surroundings, NatsCore::start);
    return contenders;
  }

  private void add(String name, Set<String> wanted, Surroundings surroundings, Start start)
    throws IOException, InterruptedException {
    if (wanted.isEmpty() || wanted.contains(name)) {
      start.in(surroundings).ifPresent(all::add);
    }
  }

  public List<Contender> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() throws IOException {
    for (Contender contender : all) {
      contender.close();
    }
  }
}

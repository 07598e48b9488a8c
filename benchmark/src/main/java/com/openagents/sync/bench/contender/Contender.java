package com.openagents.sync.bench.contender;

import com.openagents.sync.bench.load.Place;
import java.io.IOException;

/** A server that is measured, with its database if it has one, as processes of their own. */
public interface Contender extends AutoCloseable {
  /** As it is called in the results. */
  String name();

  /** Of what it is made, with versions. */
  String madeOf();

  /**
   * A new place that nobody else uses.
   *
   * @param respondAsync asks for an answer as soon as a write is durable, where there is a difference
   */
  Place place(int contentLength, boolean respondAsync) throws IOException, InterruptedException;

  /** A place with so many rows. The same one whenever it is asked for. */
  Library library(int rows) throws IOException, InterruptedException;

  CpuTimes cpuTimes() throws IOException;

  @Override
  void close() throws IOException;
}

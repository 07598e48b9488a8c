package com.openagents.sync.bench.contender;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * A place with many rows, to be read as a whole.
 *
 * @param rowsAt where the rows are in the answer, as a JSON pointer
 * @param change makes its state another one, with as many rows: an answer that is kept serves nobody then
 */
public record Library(URI uri, Map<String, String> headers, int rows, String rowsAt, Change change) {
  /** Something that is written there. */
  public interface Change {
    void make() throws IOException, InterruptedException;
  }
}

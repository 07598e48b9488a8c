package com.openagents.sync.bench.contender;

import java.net.URI;
import java.util.Map;

/**
 * A place with many rows, to be read as a whole.
 *
 * @param rowsAt where the rows are in the answer, as a JSON pointer
 */
public record Library(URI uri, Map<String, String> headers, int rows, String rowsAt) {}

package com.openagents.sync.standalone;

/** What is wrong with how the program was called. */
final class Usage extends RuntimeException {

  /** The script {@code run} explains the options. */
  static final String TEXT = """
  Usage: ./run [--port N] [--data DIR] [--host ADDRESS]
         ./run demo [--speed N|max] [--url URL] [--stop] [FILE|DIR]…
         ./run verify [--data DIR]
         ./run rebuild [verify|repair|rollback|log|pause|resume|cancel] [--model NAME,…] [--scope SCOPE]
                       [--meaning-changed] [--data DIR]
         ./run --help
  """;

  private static final long serialVersionUID = 1L;

  Usage(String wrong) {
    super(wrong, null, false, false);
  }
}

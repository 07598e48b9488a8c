package com.openagents.sync.standalone;

import com.openagents.sync.api.sync.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code ./run rebuild} is to do.
 *
 * @param word one of {@link #WORDS}, or {@code rebuild}
 * @param models all if there are none
 * @param meaningChanged whether clients start over, however little differs
 */
record RebuildOptions(String word, List<String> models, Optional<Scope> scope, boolean meaningChanged) {
  /** Is of all models and scopes. */
  static final String LOG = "log";

  static final Set<String> WORDS = Set.of(LOG, "verify", "repair", "rollback", "pause", "resume", "cancel");

  /** Whether it is about a run that there is already. */
  boolean isWish() {
    return Set.of("pause", "resume", "cancel").contains(word);
  }
}

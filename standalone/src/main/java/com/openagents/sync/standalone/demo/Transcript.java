package com.openagents.sync.standalone.demo;

import java.util.List;

/**
 * What one agent did.
 *
 * @param name the agent's
 * @param fingerprint of the file, from which all ids derive
 * @param changes what could not be kept as it is in the file
 */
record Transcript(String name, String fingerprint, List<Scene> scenes, Changes changes) {
  /**
   * @param replaced characters that PostgreSQL can't hold, each shown by another one
   * @param emptyTexts entries without any text, shown as such
   * @param unknownRoles entries of a role that the engine doesn't know, shown as the user's
   */
  record Changes(int replaced, int emptyTexts, int unknownRoles) {
    Changes plus(Changes other) {
      return new Changes(
        replaced + other.replaced,
        emptyTexts + other.emptyTexts,
        unknownRoles + other.unknownRoles
      );
    }
  }
}

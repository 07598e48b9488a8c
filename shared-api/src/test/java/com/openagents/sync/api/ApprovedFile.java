package com.openagents.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the repository that must equal what the code renders. */
record ApprovedFile(Path path) {
  static final String REGENERATE = "mvn -pl shared-api test -Dagentsync.approve=true";

  /** @param path from the module's folder */
  static ApprovedFile at(String path) {
    return new ApprovedFile(Path.of(System.getProperty("basedir", "."), path).normalize());
  }

  static boolean isApproving() {
    return Boolean.getBoolean("agentsync.approve");
  }

  void check(String rendered) throws IOException {
    if (isApproving()) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, rendered);
    }
    assertThat(Files.exists(path) ? Files.readString(path) : "")
      .as("%s differs from the Java records. If that is meant, write it anew: %s", path, REGENERATE)
      .isEqualTo(rendered);
  }
}

package com.openagents.sync.platform.subjectkey;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param masterKeyFile the file with the key that wraps all others; the same on every node
 * @param rememberedFor a node that did not hear that keys were destroyed uses them no longer than this
 * @param rememberedMax how many keys a node keeps in memory
 */
@ConfigurationProperties("agentsync.subject-keys")
record SubjectKeySettings(
  @Nullable Path masterKeyFile,
  @DefaultValue("60s") Duration rememberedFor,
  @DefaultValue("10000") int rememberedMax
) {
  MasterKeyFile file() {
    if (masterKeyFile == null) {
      throw new MasterKeyUnusable(
        "Set agentsync.subject-keys.master-key-file: what people write is stored under keys that it wraps.",
        null
      );
    }
    return new MasterKeyFile(masterKeyFile);
  }
}

package com.openagents.sync.platform.evidence;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who signs the event store's heads, how often, and where they are kept outside the database.
 *
 * @param signingKeyFile of this node; without one it signs nothing
 * @param createSigningKey whether to make one on first use, for work on one machine
 * @param publicKeysFile the keys whose signatures count; a node that signs adds its own where it may write
 * @param headsFiles each gets every signed head, a line of JSON each; {@code verify} compares with all of them
 * @param headsUrl each signed head is posted there too
 * @param eventsPerHeadMax a head is signed at the latest after so many events
 * @param headEvery and at the latest so long after an event
 */
@ConfigurationProperties("agentsync.evidence")
public record EvidenceSettings(
  @Nullable Path signingKeyFile,
  @DefaultValue("false") boolean createSigningKey,
  @Nullable Path publicKeysFile,
  @DefaultValue List<Path> headsFiles,
  @Nullable URI headsUrl,
  @DefaultValue("1000") int eventsPerHeadMax,
  @DefaultValue("30s") Duration headEvery
) {
  /** Read anew by whoever needs them: keys are added while nodes run. */
  public PublicKeys publicKeys() {
    return publicKeysFile == null ? PublicKeys.none() : PublicKeys.read(publicKeysFile);
  }

  public List<HeadFile> outside() {
    return headsFiles.stream().map(HeadFile::new).toList();
  }
}

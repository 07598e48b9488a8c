package com.openagents.sync.command.devtoken;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.DevKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /dev/token?user=alice&org=acme}: a token for whoever works on this machine, with {@code &kind=agent} or
 * {@code service} for a program. Refused on a public address.
 */
@RestController
class DevTokenController {

  private static final Duration LIFETIME = Duration.ofHours(12);

  private final ObjectProvider<DevKey> key;
  private final DevOrgs orgs;

  DevTokenController(ObjectProvider<DevKey> key, DevOrgs orgs) {
    this.key = key;
    this.orgs = orgs;
  }

  /**
   * @param org the name the token was asked for, if any
   * @param orgId its id
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DevToken(String token, String user, @Nullable String org, @Nullable UUID orgId, Instant expiresAt) {}

  @GetMapping("/dev/token")
  DevToken token(
    @RequestParam String user,
    @RequestParam Optional<String> org,
    @RequestParam Optional<String> kind
  ) {
    DevKey devKey = Optional.ofNullable(key.getIfAvailable()).orElseThrow(DevTokenController::refused);
    DevTokens tokens = new DevTokens(devKey, Clock.systemUTC(), LIFETIME);
    String subject = Texts.requireName("user", user);
    ActorKind actorKind = kind.map(DevTokenController::kind).orElse(ActorKind.PERSON);
    Optional<String> orgName = org.map(name -> Texts.requireName("org", name));
    Optional<UUID> orgId = orgName.map(name -> orgs.belongingTo(subject, actorKind, name));
    DevTokens.Issued issued = tokens.issue(subject, actorKind, orgId);
    return new DevToken(
      issued.token(),
      subject,
      orgName.orElse(null),
      orgId.orElse(null),
      issued.expiresAt()
    );
  }

  private static ActorKind kind(String name) {
    return ActorKind.named(name).orElseThrow(() ->
      Rejected.field(RejectionCode.INVALID_VALUE, "kind", "It must be person, agent or service.")
    );
  }

  private static Rejected refused() {
    return new Rejected(
      RejectionCode.DEV_ISSUER_REFUSED,
      "The local issuer works on loopback addresses only. Get a token from your own issuer."
    );
  }
}

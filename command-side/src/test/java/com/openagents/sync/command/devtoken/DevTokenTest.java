package com.openagents.sync.command.devtoken;

import static com.openagents.sync.api.rejection.RejectionCode.INVALID_VALUE;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_EMPTY;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_TOO_LONG;
import static com.openagents.sync.api.rejection.RejectionCode.TOKEN_EXPIRED;
import static com.openagents.sync.api.rejection.RejectionCode.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.platform.access.DevKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CommandSideServer
class DevTokenTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @LocalServerPort
  private int port;

  @Autowired
  private DevKey key;

  @Autowired
  private StoredEvents stored;

  private final String org = "org " + UUID.randomUUID();
  private final String user = "user " + UUID.randomUUID();

  @Test
  void tokenNamesUserAndOrg() throws ParseException {
    Answer answer = api().devToken(user, org);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().propertyNames()).containsExactly("token", "user", "org", "orgId", "expiresAt");
    assertThat(answer.text("user")).isEqualTo(user);
    assertThat(answer.text("org")).isEqualTo(org);
    JWTClaimsSet claims = SignedJWT.parse(answer.text("token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(user);
    assertThat(claims.getStringListClaim("orgs")).containsExactly(answer.text("orgId"));
    assertThat(claims.getExpirationTime()).isEqualTo(Instant.parse(answer.text("expiresAt")));
    assertThat(claims.getExpirationTime().toInstant()).isCloseTo(
      Instant.now().plus(Duration.ofHours(12)),
      within(1, ChronoUnit.MINUTES)
    );
  }

  @ParameterizedTest
  @ValueSource(strings = { "person", "agent", "service" })
  void tokenSaysWhatKindOfActorItIs(String kind) throws ParseException {
    Answer answer = api().send(Call.of("GET", "/dev/token?user=a&kind=" + kind));
    JWTClaimsSet claims = SignedJWT.parse(answer.text("token")).getJWTClaimsSet();
    assertThat(claims.getStringClaim("actor_kind")).isEqualTo(kind);
  }

  @Test
  void tokenWithoutAnOrgNamesNone() throws ParseException {
    Answer answer = api().devToken(user);
    assertThat(answer.json().propertyNames()).containsExactly("token", "user", "expiresAt");
    assertThat(SignedJWT.parse(answer.text("token")).getJWTClaimsSet().getStringListClaim("orgs")).isEmpty();
  }

  @Test
  void orgIsMadeOnFirstUse() {
    UUID id = UUID.fromString(api().devToken(user, org).text("orgId"));
    assertThat(api().devToken(user, org).text("orgId")).isEqualTo(id.toString());
    assertThat(stored.of(id))
      .singleElement()
      .satisfies(event -> {
        assertThat(event.payloadType()).isEqualTo("OrgCreated");
        assertThat(event.payload().path("name").asString()).isEqualTo(org);
        assertThat(event.payload().path("createdBy").asString()).isEqualTo(user);
      });
  }

  @Test
  void usersShareAnOrgByItsName() {
    assertThat(api().devToken(user, org).text("orgId")).isEqualTo(
      api()
        .devToken("another " + user, "  " + org + " ")
        .text("orgId")
    );
  }

  @Test
  void firstUseFromManyUsersAtOnceMakesOneOrg() {
    List<Answer> answers = Crowd.atOnce(8, thread -> api().devToken(user + thread, org));
    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers)
      .extracting(answer -> answer.text("orgId"))
      .containsOnly(answers.getFirst().text("orgId"));
  }

  @Test
  void orgThatTheUserMadeUnderThatNameWins() {
    String shared = api()
      .devToken("another " + user, org)
      .text("orgId");
    Answer own = api().send(
      Call.of("POST", "/api/org")
        .json("{\"name\":\"%s\"}".formatted(org))
        .token(api().devToken(user).text("token"))
        .async()
    );
    assertThat(api().devToken(user, org).text("orgId")).isEqualTo(own.text("id")).isNotEqualTo(shared);
    assertThat(
      api()
        .devToken("another " + user, org)
        .text("orgId")
    ).isEqualTo(shared);
  }

  @Test
  void namesAreTakenAsTheyAre() {
    String odd = "ac/me & söns 😀 %20+?#' " + UUID.randomUUID();
    Answer answer = api().devToken(odd, odd);
    assertThat(answer.text("user")).isEqualTo(odd);
    assertThat(answer.text("org")).isEqualTo(odd);
    assertThat(callWith(answer.text("token")).status()).isEqualTo(202);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badParameters")
  void badParametersAreRefused(BadCall bad) {
    bad.check(api().send(bad.call()));
  }

  static Stream<BadCall> badParameters() {
    String longName = "x".repeat(201);
    return Stream.of(
      new BadCall("no user", Call.of("GET", "/dev/token"), INVALID_VALUE, "user"),
      new BadCall("an empty user", Call.of("GET", "/dev/token?user="), TEXT_EMPTY, "user"),
      new BadCall("a blank user", Call.of("GET", "/dev/token?user=%20"), TEXT_EMPTY, "user"),
      new BadCall("a long user", Call.of("GET", "/dev/token?user=" + longName), TEXT_TOO_LONG, "user"),
      new BadCall("no such kind", Call.of("GET", "/dev/token?user=a&kind=robot"), INVALID_VALUE, "kind"),
      new BadCall("an empty org", Call.of("GET", "/dev/token?user=a&org="), TEXT_EMPTY, "org"),
      new BadCall("a long org", Call.of("GET", "/dev/token?user=a&org=" + longName), TEXT_TOO_LONG, "org")
    );
  }

  @Test
  @DisplayName("contract 10: an expired token is told apart from a wrong one")
  void expiredToken() {
    Clock past = Clock.fixed(Instant.now().minus(HOUR.multipliedBy(2)), ZoneOffset.UTC);
    String expired = new DevTokens(key, past, HOUR).issue(user, ActorKind.PERSON, Optional.empty()).token();
    problem(TOKEN_EXPIRED).check(callWith(expired));
    String fresh = new DevTokens(key, Clock.systemUTC(), HOUR)
      .issue(user, ActorKind.PERSON, Optional.empty())
      .token();
    assertThat(callWith(fresh).status()).isEqualTo(202);
  }

  @Test
  @DisplayName("contract 10: a token that another key signed is worth nothing")
  void foreignKey() throws JOSEException {
    DevKey foreign = new DevKey(new RSAKeyGenerator(2048).keyID(key.key().getKeyID()).generate());
    problem(UNAUTHENTICATED).check(
      callWith(
        new DevTokens(foreign, Clock.systemUTC(), HOUR)
          .issue(user, ActorKind.PERSON, Optional.empty())
          .token()
      )
    );
  }

  private Answer callWith(String token) {
    return api().send(Call.of("POST", "/api/org").json("{\"name\":\"mine\"}").token(token).async());
  }

  private static BadCall problem(RejectionCode code) {
    return new BadCall("", Call.of("POST", "/api/org"), code);
  }

  private Api api() {
    return new Api(port);
  }
}

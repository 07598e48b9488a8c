package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TokenIssuerTest {

  private static final String KEY_FILE = "agentsync.dev-issuer.key-file";
  private static final String ADDRESS = "server.address";
  private static final String REAL = "spring.security.oauth2.resourceserver.jwt.";

  @ParameterizedTest
  @MethodSource
  @DisplayName(
    "contract 10: the local issuer is trusted where only this machine can call, and no real one is named"
  )
  void issuer(Map<String, Object> properties, TokenIssuer expected) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    assertThat(TokenIssuer.of(environment)).isEqualTo(expected);
  }

  static Stream<Arguments> issuer() {
    return Stream.of(
      Arguments.of(Map.of(), TokenIssuer.NONE),
      Arguments.of(Map.of(ADDRESS, "127.0.0.1"), TokenIssuer.NONE),
      Arguments.of(Map.of(KEY_FILE, "key"), TokenIssuer.NONE),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "127.0.0.1"), TokenIssuer.LOCAL),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "127.1.2.3"), TokenIssuer.LOCAL),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "::1"), TokenIssuer.LOCAL),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "localhost"), TokenIssuer.LOCAL),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "0.0.0.0"), TokenIssuer.NONE),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "::"), TokenIssuer.NONE),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "192.168.1.2"), TokenIssuer.NONE),
      Arguments.of(Map.of(KEY_FILE, "key", ADDRESS, "not an address"), TokenIssuer.NONE),
      Arguments.of(
        Map.of(KEY_FILE, "key", ADDRESS, "127.0.0.1", REAL + "issuer-uri", "https://issuer"),
        TokenIssuer.CONFIGURED
      ),
      Arguments.of(Map.of(REAL + "jwk-set-uri", "https://issuer/keys"), TokenIssuer.CONFIGURED),
      Arguments.of(Map.of(REAL + "public-key-location", "key.pem"), TokenIssuer.CONFIGURED)
    );
  }
}

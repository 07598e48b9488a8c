package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class RequestTokenTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/sync");
  private final RequestToken tokens = new RequestToken();

  @Test
  void isInTheHeader() {
    request.addHeader("Authorization", "Bearer a.b-c_d");
    assertThat(tokens.resolve(request)).isEqualTo("a.b-c_d");
  }

  @ParameterizedTest
  @ValueSource(strings = { "bearer a.b-c_d", "Bearer a.b+c/d~e==" })
  void isInTheHeaderAsTheStandardHasIt(String authorization) {
    request.addHeader("Authorization", authorization);
    assertThat(tokens.resolve(request)).isEqualTo(authorization.substring("Bearer ".length()));
  }

  @ParameterizedTest
  @ValueSource(strings = { "Bearer ", "Bearer a b", "Bearer a,b", "Bearer ä" })
  void isRefusedIfItIsNone(String authorization) {
    request.addHeader("Authorization", authorization);
    assertThatExceptionOfType(OAuth2AuthenticationException.class).isThrownBy(() -> tokens.resolve(request));
  }

  @Test
  void isAmongTheOfferedProtocolsOfASocket() {
    request.addHeader("Upgrade", "WebSocket");
    request.addHeader("Sec-WebSocket-Protocol", "agentsync.v1 , bearer.a.b-c_d");
    assertThat(tokens.resolve(request)).isEqualTo("a.b-c_d");
  }

  @Test
  void isInAnyOfSeveralProtocolHeaders() {
    request.addHeader("Upgrade", "websocket");
    request.addHeader("Sec-WebSocket-Protocol", "agentsync.v1");
    request.addHeader("Sec-WebSocket-Protocol", "bearer.a");
    assertThat(tokens.resolve(request)).isEqualTo("a");
  }

  @Test
  void headerGoesFirst() {
    request.addHeader("Upgrade", "websocket");
    request.addHeader("Authorization", "Bearer a");
    request.addHeader("Sec-WebSocket-Protocol", "bearer.b");
    assertThat(tokens.resolve(request)).isEqualTo("a");
  }

  @Test
  void protocolsCountForSocketsOnly() {
    request.addHeader("Sec-WebSocket-Protocol", "bearer.a");
    assertThat(tokens.resolve(request)).isNull();
  }

  @Test
  @DisplayName("contract 10: a token in a URL is no token")
  void isNeverInTheUrl() {
    request.addHeader("Upgrade", "websocket");
    request.setQueryString("access_token=a");
    request.setParameter("access_token", "a");
    assertThat(tokens.resolve(request)).isNull();
  }
}

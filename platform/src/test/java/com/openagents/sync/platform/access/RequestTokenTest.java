package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestTokenTest {

  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/sync");
  private final RequestToken tokens = new RequestToken();

  @Test
  void isInTheHeader() {
    request.addHeader("Authorization", "Bearer a.b-c_d");
    assertThat(tokens.resolve(request)).isEqualTo("a.b-c_d");
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

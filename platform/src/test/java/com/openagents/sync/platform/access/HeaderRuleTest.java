package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

class HeaderRuleTest {

  private final HttpFirewall ours = new AccessConfiguration().firewall();
  private final HttpFirewall framework = new StrictHttpFirewall();

  private static boolean lets(HttpFirewall firewall, String value) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/sync");
    request.addHeader("X-Any", value);
    try {
      return firewall.getFirewalledRequest(request).getHeader("X-Any") != null;
    } catch (RequestRejectedException refused) {
      return false;
    }
  }

  @Test
  void isTheFrameworksOfEachCharacter() {
    List<Integer> differ = IntStream.concat(
      IntStream.rangeClosed(0, Character.MAX_VALUE),
      IntStream.iterate(
        Character.MIN_SUPPLEMENTARY_CODE_POINT,
        it -> it <= Character.MAX_CODE_POINT,
        it -> it + 97
      )
    )
      .filter(it -> lets(ours, Character.toString(it)) != lets(framework, Character.toString(it)))
      .boxed()
      .toList();
    assertThat(differ).isEmpty();
  }

  @Test
  void refusesAnyCharacterThatIsNone() {
    assertThat(lets(ours, "a\u0000b")).isFalse();
    assertThat(lets(ours, "a\tb")).isTrue();
  }
}

package com.openagents.sync.command.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rejection.RejectionCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call and the problem that it must be answered with.
 *
 * @param field the refused field, null for none
 */
public record BadCall(String what, Call call, RejectionCode code, @Nullable String field) {
  public BadCall(String what, Call call, RejectionCode code) {
    this(what, call, code, null);
  }

  public void check(Answer answer) {
    var problem = answer.json();
    assertThat(problem.path("code").asString())
      .as(answer.body())
      .isEqualTo(code.name().toLowerCase(Locale.ROOT));
    assertThat(answer.status()).isEqualTo(code.httpStatus());
    assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.header("Retry-After").isPresent()).isEqualTo(code.retryable());
    assertThat(problem.path("status").asInt()).isEqualTo(code.httpStatus());
    assertThat(problem.path("retryable").asBoolean()).isEqualTo(code.retryable());
    assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    assertThat(problem.path("title").asString()).isNotBlank();
    assertThat(problem.path("detail").asString())
      .isNotBlank()
      .doesNotContain("REDACTED", "Exception", "com.");
    assertThat(problem.path("instance").asString()).isEqualTo(call.path().replaceFirst("\\?.*", ""));
    assertThat(problem.path("field").asString(null)).isEqualTo(field);
  }

  @Override
  public String toString() {
    return what + ": " + code.name().toLowerCase(Locale.ROOT);
  }
}

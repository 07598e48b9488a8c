package com.openagents.sync.query.testing;

import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random steps of a history, with texts that are hard to carry. */
public final class HistorySteps {

  private HistorySteps() {}

  public static Arbitrary<Step> any() {
    Arbitrary<String> texts = Arbitraries.strings()
      .withChars("aZ0 \n\t\"\\/<\u001b[é\u2028")
      .ofMaxLength(12)
      .map(text -> text.replace("Z", "😀"));
    return Combinators.combine(kinds(), Arbitraries.integers().between(0, 1000), texts).as(Step::new);
  }

  private static Arbitrary<Kind> kinds() {
    return Arbitraries.frequencyOf(
      Tuple.of(1, Arbitraries.of(Kind.CREATE_ORG)),
      Tuple.of(2, Arbitraries.of(Kind.CREATE_AGENT, Kind.RENAME_AGENT, Kind.RETIRE_AGENT)),
      Tuple.of(
        9,
        Arbitraries.of(
          Kind.POST,
          Kind.EDIT,
          Kind.DELETE,
          Kind.RECORD,
          Kind.OBSERVE,
          Kind.PROPOSE,
          Kind.DECIDE,
          Kind.OPEN_ACCOUNT,
          Kind.PAY
        )
      )
    );
  }
}

package com.openagents.sync.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class StorableTextTest {

  @Property
  void onlyWhatPostgresCannotHoldChanges(@ForAll String raw) {
    StorableText text = StorableText.of(raw);
    assertThat(text.text()).hasSameSizeAs(raw).doesNotContain("\0");
    assertThat(new String(text.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(
      text.text()
    );
    long changed = IntStream.range(0, raw.length())
      .filter(index -> raw.charAt(index) != text.text().charAt(index))
      .count();
    assertThat(text.replaced()).isEqualTo((int) changed);
    assertThat(StorableText.of(text.text())).isEqualTo(new StorableText(text.text(), 0));
  }

  @Property
  void aCutKeepsTheBeginningAndSaysWhatIsMissing(
    @ForAll @StringLength(min = 200, max = 400) String raw,
    @ForAll @IntRange(min = 150, max = 399) int charactersMax
  ) {
    String whole = StorableText.of(raw).text();
    String cut = StorableText.cut(whole, charactersMax);
    assertThat(cut).hasSizeLessThanOrEqualTo(charactersMax);
    if (whole.length() <= charactersMax) {
      assertThat(cut).isEqualTo(whole);
    } else {
      int kept = cut.lastIndexOf("\n[… ");
      assertThat(whole).startsWith(cut.substring(0, kept));
      assertThat(cut).contains(
        "[… %d of %d characters left out".formatted(whole.length() - kept, whole.length())
      );
      assertThat(StorableText.of(cut).replaced()).isZero();
    }
  }
}

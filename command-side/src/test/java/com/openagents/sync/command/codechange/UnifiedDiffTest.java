package com.openagents.sync.command.codechange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openagents.sync.api.codechange.ChangedFile;
import com.openagents.sync.api.rejection.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {

  @Test
  void countsWhatItDoesToEachFile() {
    String diff = """
    diff --git a/src/A.java b/src/A.java
    index 1..2 100644
    --- a/src/A.java
    +++ b/src/A.java
    @@ -1,3 +1,4 @@ class A {
     same
    -old
    +new
    +newer
     same
    @@ -10 +11 @@
    --- looks like a header
    +++ looks like one too
    diff --git a/gone.txt b/gone.txt
    deleted file mode 100644
    --- a/gone.txt
    +++ /dev/null
    @@ -1,2 +0,0 @@
    -a
    -b
    \\ No newline at end of file
    diff --git a/empty b/empty
    new file mode 100644
    diff --git a/old name b/new name
    similarity index 100%
    rename from old name
    rename to new name
    """;

    assertThat(UnifiedDiff.files(diff)).containsExactly(
      new ChangedFile("src/A.java", 3, 2),
      new ChangedFile("gone.txt", 0, 2),
      new ChangedFile("empty", 0, 0),
      new ChangedFile("new name", 0, 0)
    );
  }

  @Test
  void readsWhatPatchMakes() {
    String diff = """
    --- one.txt\t2026-01-01 00:00:00
    +++ one.txt\t2026-01-02 00:00:00
    @@ -0,0 +1 @@
    +a
    --- two.txt
    +++ two.txt
    @@ -1 +0,0 @@
    -b
    """;

    assertThat(UnifiedDiff.files(diff)).containsExactly(
      new ChangedFile("one.txt", 1, 0),
      new ChangedFile("two.txt", 0, 1)
    );
  }

  @Test
  void readsLinesOfOtherSystems() {
    String diff = "--- a/x\r\n+++ b/x\r\n@@ -1,3 +1,3 @@ head\r\n same\r\n\r\n-one\r\n+two\r\n";
    assertThat(UnifiedDiff.files(diff)).containsExactly(new ChangedFile("x", 1, 1));
  }

  @Test
  void anEmptyLineAtTheEndIsOneOfTheHunk() {
    assertThat(UnifiedDiff.files("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-one\n+two\n\n")).containsExactly(
      new ChangedFile("x", 1, 1)
    );
  }

  @Test
  void aCarriageReturnWithinALineEndsNone() {
    String diff = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-progress 1\rprogress 2\n+done\n";
    assertThat(UnifiedDiff.files(diff)).containsExactly(new ChangedFile("x", 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "",
      "hello",
      "@@ -1 +1 @@\n-a\n+b\n",
      "--- a/x\n+++ b/x\n@@ nowhere @@\n",
      "--- a/x\n+++ b/x\n@@ -1,99999999999 +1 @@\n a\n",
      "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n",
      "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\nb\n",
      "--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n a\n-b\n",
    }
  )
  void refusesWhatIsNone(String text) {
    assertThatExceptionOfType(Rejected.class)
      .isThrownBy(() -> UnifiedDiff.files(text))
      .withMessageContaining("'diff' must be a unified diff; in line");
  }
}

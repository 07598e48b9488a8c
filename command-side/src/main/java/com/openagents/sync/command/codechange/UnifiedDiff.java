package com.openagents.sync.command.codechange;

import com.openagents.sync.api.codechange.ChangedFile;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which files a unified diff changes, by its hunks' own counts, as git and patch do. */
final class UnifiedDiff {

  private static final Pattern HUNK = Pattern.compile(
    "@@ -\\d+(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@.*",
    Pattern.DOTALL
  );
  private static final Pattern GIT_HEADER = Pattern.compile("diff --git a/(.*) b/(.*)");
  private static final String NOWHERE = "/dev/null";

  private final List<String> lines;
  private final List<ChangedFile> files = new ArrayList<>();
  private int next;
  private @Nullable String path;
  private boolean inFile;
  private int added;
  private int removed;

  private UnifiedDiff(String diff) {
    String text = diff.replace("\r\n", "\n");
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    // A carriage return elsewhere is part of what was changed.
    this.lines = List.of(whole.split("\n", -1));
  }

  /** @throws Rejected with {@code diff_invalid} that names the line */
  static List<ChangedFile> files(String diff) {
    return new UnifiedDiff(diff).read();
  }

  private List<ChangedFile> read() {
    while (next < lines.size()) {
      String line = lines.get(next);
      if (line.startsWith("diff --git ")) {
        finish();
        Matcher header = GIT_HEADER.matcher(line);
        begin(header.matches() ? header.group(2) : null);
        next++;
      } else if (line.startsWith("--- ") && isFollowedByTarget()) {
        names();
      } else if (line.startsWith("@@ ")) {
        hunk();
      } else {
        next++;
      }
    }
    finish();
    if (files.isEmpty()) {
      throw invalid(1, "it changes no file");
    }
    return List.copyOf(files);
  }

  private boolean isFollowedByTarget() {
    return next + 1 < lines.size() && lines.get(next + 1).startsWith("+++ ");
  }

  private void names() {
    if (inFile && added + removed > 0) {
      finish();
    }
    String before = name(lines.get(next));
    String after = name(lines.get(next + 1));
    begin(after.equals(NOWHERE) ? before : after);
    next += 2;
  }

  private static String name(String line) {
    String name = line.substring(4).split("\t", 2)[0].strip();
    return name.startsWith("a/") || name.startsWith("b/") ? name.substring(2) : name;
  }

  private void hunk() {
    Matcher header = HUNK.matcher(lines.get(next));
    if (!inFile || !header.matches()) {
      throw invalid(next + 1, inFile ? "its hunk has no line numbers" : "its hunk belongs to no file");
    }
    int before = count(header.group(1));
    int after = count(header.group(2));
    next++;
    while (before > 0 || after > 0) {
      if (next >= lines.size()) {
        throw invalid(next, "its last hunk ends too early");
      }
      String line = lines.get(next);
      char kind = line.isEmpty() ? ' ' : line.charAt(0);
      switch (kind) {
        case '+' -> {
          after--;
          added++;
        }
        case '-' -> {
          before--;
          removed++;
        }
        case ' ' -> {
          before--;
          after--;
        }
        case '\\' -> {
        }
        default -> throw invalid(next + 1, "its hunk ends too early");
      }
      if (before < 0 || after < 0) {
        throw invalid(next + 1, "its hunk is longer than it says");
      }
      next++;
    }
  }

  private static int count(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  private void begin(@Nullable String file) {
    path = file;
    inFile = true;
    added = 0;
    removed = 0;
  }

  private void finish() {
    if (inFile && path != null) {
      files.add(new ChangedFile(path, added, removed));
    }
    inFile = false;
    path = null;
  }

  private static Rejected invalid(int line, String what) {
    return Rejected.field(
      RejectionCode.DIFF_INVALID,
      "diff",
      "'diff' must be a unified diff; in line %d %s.".formatted(line, what)
    );
  }
}

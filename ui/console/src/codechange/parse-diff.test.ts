import { describe, expect, test } from 'vitest';
import { firstLines, lineCount, onlyEdits, parseDiff } from './parse-diff';

const GIT = `
diff --git a/src/my fields.py b/src/my fields.py
index ad388c7..20da768 100644
--- a/src/my fields.py
+++ b/src/my fields.py
@@ -10,3 +10,4 @@ class TimeDelta(Field):
 keep
-old
+new
+newer

@@ -40 +41 @@
-- dashes
+++ pluses
\\ No newline at end of file
diff --git a/gone.txt b/gone.txt
deleted file mode 100644
--- a/gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-x
`.replaceAll('\\\\', '\\');

describe('a unified diff', () => {
  test('is read by the counts of its hunks, whatever its lines look like', () => {
    const [fields, gone, ...more] = parseDiff(GIT);
    expect(more).toEqual([]);
    expect(fields).toMatchObject({ path: 'src/my fields.py', from: undefined, type: 'modify' });
    expect(
      fields?.hunks.map(({ changes }) => changes.map(({ type, content }) => `${type} ${content}`)),
    ).toEqual([
      ['normal keep', 'delete old', 'insert new', 'insert newer', 'normal '],
      ['delete - dashes', 'insert ++ pluses'],
    ]);
    expect(fields?.hunks[0]?.changes[4]).toMatchObject({ oldLineNumber: 12, newLineNumber: 13 });
    expect(gone).toMatchObject({ path: 'gone.txt', type: 'delete' });
  });

  test('may come without headers of git, with Windows line ends, and with times behind its names', () => {
    const files = parseDiff(
      '--- /dev/null\t1970-01-01\r\n+++ b/new.c\t2025-01-01\r\n@@ -0,0 +1 @@\r\n+int x;\r\n--- a/y\r\n+++ b/z\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n',
    );
    expect(files.map(({ path, from, type }) => [path, from, type])).toEqual([
      ['new.c', undefined, 'add'],
      ['z', 'y', 'modify'],
    ]);
    expect(files[0]?.hunks[0]?.changes[0]?.content).toBe('int x;');
  });

  test('is cut to its first lines', () => {
    const files = parseDiff(GIT);
    expect(lineCount(files)).toBe(8);
    expect(lineCount(firstLines(files, 6))).toBe(6);
    expect(firstLines(files, 5)).toHaveLength(1);
    expect(firstLines(files, 100)).toEqual(files);
  });

  test('tells edits from what was written anew', () => {
    const [file] = parseDiff(
      '--- a/x\n+++ b/x\n@@ -1,5 +1,6 @@\n-old\n+new\n a\n-one\n+1\n+2\n+3\n b\n-gone\n',
    );
    const [hunk] = onlyEdits(file?.hunks ?? []);
    expect(hunk?.changes.map(({ content }) => content)).toEqual(['old', 'new', 'a', 'b']);
  });

  test('that is none has no lines', () => {
    expect(lineCount(parseDiff('hello\nworld'))).toBe(0);
    expect(lineCount(parseDiff(''))).toBe(0);
  });
});

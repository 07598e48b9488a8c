/** One line of a diff, as the diff component takes it. */
export type DiffLine =
  | { type: 'insert'; isInsert: true; lineNumber: number; content: string }
  | { type: 'delete'; isDelete: true; lineNumber: number; content: string }
  | { type: 'normal'; isNormal: true; oldLineNumber: number; newLineNumber: number; content: string };

export type DiffHunk = {
  /** Its `@@` line. */
  content: string;
  oldStart: number;
  newStart: number;
  oldLines: number;
  newLines: number;
  changes: DiffLine[];
};

export type DiffFile = {
  path: string;
  /** Where it was before, if elsewhere. */
  from: string | undefined;
  type: 'add' | 'delete' | 'modify';
  hunks: DiffHunk[];
};

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const NOWHERE = '/dev/null';

/**
 * Reads a unified diff as the server does: by the hunks' own counts, with or without git's headers. What comes after a
 * hunk's last line belongs to no hunk, whatever it looks like.
 */
export function parseDiff(text: string): DiffFile[] {
  const lines = text.split(/\r?\n/);
  const files: DiffFile[] = [];
  let file: DiffFile | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    const after = lines[at + 1] ?? '';
    const hunk = HUNK.exec(line);
    if (line.startsWith('diff --git ')) {
      file = { ...gitPaths(line), type: 'modify', hunks: [] };
      files.push(file);
    } else if (line.startsWith('--- ') && after.startsWith('+++ ')) {
      if (!file || file.hunks.length > 0) {
        file = { path: '', from: undefined, type: 'modify', hunks: [] };
        files.push(file);
      }
      Object.assign(file, pathsOf(nameOf(line), nameOf(after)));
      at++;
    } else if (hunk && file) {
      at = readHunk(lines, at, hunk, file);
    }
  }
  return files;
}

/** @returns the index of the hunk's last line */
function readHunk(lines: readonly string[], start: number, header: RegExpExecArray, file: DiffFile): number {
  const [, oldStart = '', oldCount = '1', newStart = '', newCount = '1'] = header;
  let before = Number(oldCount);
  let after = Number(newCount);
  let oldLine = Number(oldStart);
  let newLine = Number(newStart);
  const changes: DiffLine[] = [];
  let at = start;
  while ((before > 0 || after > 0) && at + 1 < lines.length) {
    const line = lines[++at] as string;
    const content = line.slice(1);
    if (line.startsWith('+')) {
      changes.push({ type: 'insert', isInsert: true, lineNumber: newLine++, content });
      after--;
    } else if (line.startsWith('-')) {
      changes.push({ type: 'delete', isDelete: true, lineNumber: oldLine++, content });
      before--;
    } else if (!line.startsWith('\\')) {
      const numbers = { oldLineNumber: oldLine++, newLineNumber: newLine++ };
      changes.push({ type: 'normal', isNormal: true, ...numbers, content });
      before--;
      after--;
    }
  }
  file.hunks.push({
    content: lines[start] as string,
    oldStart: Number(oldStart),
    newStart: Number(newStart),
    oldLines: Number(oldCount),
    newLines: Number(newCount),
    changes,
  });
  return at;
}

function gitPaths(line: string): Pick<DiffFile, 'path' | 'from'> {
  const [, from = '', path = line] = /^diff --git a\/(.*) b\/(.*)$/.exec(line) ?? [];
  return { path, from: from === path || from === '' ? undefined : from };
}

function pathsOf(before: string, after: string): Pick<DiffFile, 'path' | 'from' | 'type'> {
  if (before === NOWHERE) return { path: after, from: undefined, type: 'add' };
  if (after === NOWHERE) return { path: before, from: undefined, type: 'delete' };
  return { path: after, from: before === after ? undefined : before, type: 'modify' };
}

function nameOf(line: string): string {
  const name = (line.slice(4).split('\t')[0] ?? '').trim();
  return name.startsWith('a/') || name.startsWith('b/') ? name.slice(2) : name;
}

/** The files with no more than so many lines in all; the last hunk may end early. */
export function firstLines(files: readonly DiffFile[], linesMax: number): DiffFile[] {
  let room = linesMax;
  const kept: DiffFile[] = [];
  for (const file of files) {
    if (room <= 0) break;
    const hunks: DiffHunk[] = [];
    for (const hunk of file.hunks) {
      if (room <= 0) break;
      hunks.push(hunk.changes.length <= room ? hunk : { ...hunk, changes: hunk.changes.slice(0, room) });
      room -= hunk.changes.length;
    }
    kept.push({ ...file, hunks });
  }
  return kept;
}

export function lineCount(files: readonly DiffFile[]): number {
  return files.reduce((sum, { hunks }) => sum + hunks.reduce((all, hunk) => all + hunk.changes.length, 0), 0);
}

/** How many times as many lines may have come as went, or the other way round, for one to be the other, edited. */
const EDIT_RATIO_MAX = 2;

/**
 * The hunks with only those changed lines that are edits of one another. What was written anew has nothing in common
 * with what it replaces, and marking all of it would mark nothing.
 */
export function onlyEdits(hunks: readonly DiffHunk[]): DiffHunk[] {
  return hunks.map((hunk) => {
    const changes: DiffLine[] = [];
    let run: DiffLine[] = [];
    for (const change of [...hunk.changes, undefined]) {
      if (change !== undefined && change.type !== 'normal') {
        run.push(change);
        continue;
      }
      if (isEdit(run)) changes.push(...run);
      if (change) changes.push(change);
      run = [];
    }
    return { ...hunk, changes };
  });
}

function isEdit(run: readonly DiffLine[]): boolean {
  const come = run.filter(({ type }) => type === 'insert').length;
  const gone = run.length - come;
  return Math.max(come, gone) <= EDIT_RATIO_MAX * Math.min(come, gone);
}

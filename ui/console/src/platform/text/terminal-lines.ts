import { parseTerminal, settleTerminal, type TerminalLine } from './ansi';

/** How a line of output is drawn. Line numbers are those that file viewers put in front: `12:`. */
export type LineLook = 'plain' | 'added' | 'removed' | 'hunk' | 'meta' | 'numbered';

export type OutputLine = { look: LineLook; spans: TerminalLine };

const DIFF = /^(diff --git |--- \S.*\n\+\+\+ \S)/m;
const NUMBERED_FILE = /^\[File: .+ \(\d+ lines total\)\]/m;
const LISTING_FRAME = /^(\[File: |\(\d+ more lines (above|below)\))/;
const LINE_NUMBER = /^\d+:/;

/** Terminal output as lines: colours read, unified diffs and numbered file listings recognised. */
export function outputLines(text: string, dialect: Dialect = dialectOf(text)): OutputLine[] {
  // A part of a diff may come without its head; then all of it belongs to the diff.
  let inDiff = !DIFF.test(text);
  return parseTerminal(settleTerminal(text)).map((spans) => {
    const line = spans.map((span) => span.text).join('');
    inDiff ||= line.startsWith('diff --git ') || line.startsWith('--- ');
    return { look: lookOf(line, dialect === 'diff' && !inDiff ? 'plain' : dialect), spans };
  });
}

export type Dialect = 'plain' | 'diff' | 'listing';

export function dialectOf(text: string): Dialect {
  if (DIFF.test(text)) return 'diff';
  return NUMBERED_FILE.test(text) ? 'listing' : 'plain';
}

function lookOf(line: string, dialect: Dialect): LineLook {
  switch (dialect) {
    case 'plain':
      return 'plain';
    case 'listing':
      if (LINE_NUMBER.test(line)) return 'numbered';
      return LISTING_FRAME.test(line) ? 'meta' : 'plain';
    case 'diff':
      return diffLook(line);
  }
}

function diffLook(line: string): LineLook {
  if (/^(diff |index |new file|deleted file|similarity |rename |\+\+\+ |--- )/.test(line)) return 'meta';
  if (line.startsWith('@@')) return 'hunk';
  if (line.startsWith('+')) return 'added';
  return line.startsWith('-') ? 'removed' : 'plain';
}

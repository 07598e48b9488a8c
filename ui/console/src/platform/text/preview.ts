/** What a block shows before its reader asks for all of it. */
export type PreviewLimit = {
  /** Lines of the beginning that are shown. */
  headLinesMax: number;
  /** Lines of the end that are shown; 0 shows the beginning only. */
  tailLinesMax: number;
  /** Characters of the beginning, for texts with few but endless lines. */
  headCharsMax: number;
};

export type Preview = {
  head: string;
  tail: string;
  /** Whether something is hidden between head and tail. */
  cut: boolean;
  lineCount: number;
};

/** A text that is longer by less than this is shown whole: a button would take as much room. */
const GRACE_LINES = 4;

export function countLines(text: string): number {
  if (text === '') return 0;
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return text.endsWith('\n') ? count - 1 : count;
}

export function previewOf(text: string, limit: PreviewLimit): Preview {
  const lineCount = countLines(text);
  const fewLines = lineCount <= limit.headLinesMax + limit.tailLinesMax + GRACE_LINES;
  if (fewLines && text.length <= limit.headCharsMax * 2)
    return { head: text, tail: '', cut: false, lineCount };
  const head = text.slice(0, Math.min(endOfLine(text, limit.headLinesMax), limit.headCharsMax));
  const tail = limit.tailLinesMax === 0 || fewLines ? '' : lastLines(text, limit.tailLinesMax);
  const tailFits = tail.length <= limit.headCharsMax && head.length + tail.length < text.length;
  return { head: withoutHalfCharacter(head), tail: tailFits ? tail : '', cut: true, lineCount };
}

/** The index at which line number `lines` (from 1) ends, without its line feed. */
function endOfLine(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line++) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text.length;
  }
  return at;
}

function lastLines(text: string, lines: number): string {
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  const end = at;
  for (let line = 0; line < lines; line++) {
    at = text.lastIndexOf('\n', at - 1);
    if (at === -1) return text.slice(0, end);
  }
  return text.slice(at + 1, end);
}

/** An emoji cut in two would show as a box. */
function withoutHalfCharacter(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

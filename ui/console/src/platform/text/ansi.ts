// biome-ignore-all lint/suspicious/noControlCharactersInRegex: terminals are all about control characters.
import Anser from 'anser';

/** A run of terminal text in one look. Colours are CSS values, absent where the terminal's default holds. */
export type TerminalSpan = {
  text: string;
  color?: string;
  background?: string;
  /** Utility classes for bold, underline and the like. */
  className?: string;
};

export type TerminalLine = readonly TerminalSpan[];

const ESCAPE = '\u001b';
/** Operating system commands (titles, links): from ESC ] to BEL or ESC \. */
const OPERATING_SYSTEM_COMMAND = /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;
/** Control sequences that move the cursor or clear; those that end in `m` set colours and stay. */
const CURSOR_SEQUENCE = /\u001b\[[0-?]*[ -/]*[@-ln-~]/g;
const OTHER_ESCAPE = /\u001b(?!\[)[ -/]*[0-~]?/g;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g;

const DECORATION: Record<string, string> = {
  bold: 'font-semibold',
  dim: 'opacity-60',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
  hidden: 'invisible',
};

/** The text as a terminal would leave it: progress bars at their last state, no cursor movement, colours kept. */
export function settleTerminal(text: string): string {
  const plain = text.includes(ESCAPE)
    ? text.replace(OPERATING_SYSTEM_COMMAND, '').replace(CURSOR_SEQUENCE, '').replace(OTHER_ESCAPE, '')
    : text;
  const lines = plain.replace(/\r+\n/g, '\n');
  const settled = lines.includes('\r') ? lines.split('\n').map(overwritten).join('\n') : lines;
  return settled.replace(CONTROL, '');
}

/** Splits settled terminal text into lines of styled runs. */
export function parseTerminal(settled: string): TerminalLine[] {
  if (!settled.includes(ESCAPE)) return settled.split('\n').map((text) => [{ text }]);
  const lines: TerminalSpan[][] = [[]];
  for (const entry of Anser.ansiToJson(settled, { json: true, use_classes: true, remove_empty: true })) {
    const look = lookOf(entry);
    entry.content.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...look, text });
    });
  }
  return lines;
}

/** What a carriage return within a line leaves visible: the last thing written over it. */
function overwritten(line: string): string {
  return line.split('\r').findLast((part) => part !== '') ?? '';
}

function lookOf(entry: Anser.AnserJsonEntry): Omit<TerminalSpan, 'text'> {
  const className = entry.decorations.flatMap((name) => DECORATION[name] ?? []).join(' ');
  const plainInverse = entry.fg === 'ansi-black' && entry.bg === 'ansi-white';
  const color = plainInverse ? 'var(--sunken)' : cssColor(entry.fg, entry.fg_truecolor);
  const background = plainInverse ? 'var(--ink)' : cssColor(entry.bg, entry.bg_truecolor);
  return { ...(color && { color }), ...(background && { background }), ...(className && { className }) };
}

function cssColor(name: string | null, trueColor: string | null): string | undefined {
  if (!name) return undefined;
  if (name === 'ansi-truecolor') return trueColor ? `rgb(${trueColor})` : undefined;
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? `var(--${name})` : paletteColor(Number(index));
}

/** The xterm palette: 16 to 231 are a 6×6×6 cube, 232 to 255 greys. */
function paletteColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const cube = index - 16;
  const channel = (level: number) => (level === 0 ? 0 : 55 + level * 40);
  return `rgb(${channel(Math.floor(cube / 36))}, ${channel(Math.floor(cube / 6) % 6)}, ${channel(cube % 6)})`;
}

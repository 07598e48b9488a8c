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
  dim: 'opacity-90',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'line-through',
  hidden: 'invisible',
};

type Colors = Pick<TerminalSpan, 'color' | 'background'>;

const INVERSE: Colors = { color: 'var(--sunken)', background: 'var(--ink)' };

const DARK_TEXT = '#16181b';
const LIGHT_TEXT = '#ffffff';

/** Named backgrounds look the same in every theme; the text on them has the colour that can be read. */
const SURFACES: Record<string, [background: string, color: string]> = {
  'ansi-black': ['#16181b', LIGHT_TEXT],
  'ansi-red': ['#b3262f', LIGHT_TEXT],
  'ansi-green': ['#176b3a', LIGHT_TEXT],
  'ansi-yellow': ['#d9a520', DARK_TEXT],
  'ansi-blue': ['#2b5fd0', LIGHT_TEXT],
  'ansi-magenta': ['#8f2fa5', LIGHT_TEXT],
  'ansi-cyan': ['#0f6f82', LIGHT_TEXT],
  'ansi-white': ['#d3d6dc', DARK_TEXT],
  'ansi-bright-black': ['#5d626c', LIGHT_TEXT],
  'ansi-bright-red': ['#ff8a8e', DARK_TEXT],
  'ansi-bright-green': ['#5fcf8f', DARK_TEXT],
  'ansi-bright-yellow': ['#f5cf73', DARK_TEXT],
  'ansi-bright-blue': ['#8fb5ff', DARK_TEXT],
  'ansi-bright-magenta': ['#e29bf2', DARK_TEXT],
  'ansi-bright-cyan': ['#6fd3e2', DARK_TEXT],
  'ansi-bright-white': ['#f4f5f7', DARK_TEXT],
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
  return { ...colorsOf(entry), ...(className && { className }) };
}

function colorsOf({ fg, bg, fg_truecolor, bg_truecolor }: Anser.AnserJsonEntry): Colors {
  if (fg === 'ansi-black' && bg === 'ansi-white') return INVERSE;
  const surface = SURFACES[bg];
  if (surface) return { color: surface[1], background: surface[0] };
  const color = readable(cssColor(fg, fg_truecolor));
  const background = cssColor(bg, bg_truecolor);
  return { ...(color && { color }), ...(background && { background }) };
}

/** Named colours are the theme's own. Others were chosen for some other background, so they lean to the text's colour. */
function readable(color: string | undefined): string | undefined {
  return color?.startsWith('rgb') ? `color-mix(in oklab, ${color} 55%, var(--ink))` : color;
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

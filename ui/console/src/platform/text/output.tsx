import { memo, useMemo } from 'react';
import { classes } from '../classes';
import type { TerminalSpan } from './ansi';
import { type Dialect, type LineLook, type OutputLine, outputLines } from './terminal-lines';

/** Lines that are laid out together; the browser skips those of its chunks that are out of sight. */
const CHUNK_LINES = 200;
const LINE_HEIGHT_PX = 20;

const LOOKS: Record<LineLook, string> = {
  plain: '',
  added: 'bg-added text-good -mx-3 px-3',
  removed: 'bg-removed text-bad -mx-3 px-3',
  hunk: 'text-accent',
  meta: 'text-ink-faint',
  numbered: '',
};

type OutputProps = { text: string; dialect?: Dialect; className?: string };

/** Terminal text: monospaced, wrapped, its colours and diffs shown. */
export const Output = memo(function Output({ text, dialect, className }: OutputProps) {
  const chunks = useMemo(() => chunked(outputLines(text.replace(/\n$/, ''), dialect)), [text, dialect]);
  return (
    <pre className={classes('font-mono text-code whitespace-pre-wrap wrap-anywhere [tab-size:8]', className)}>
      {chunks.map((chunk, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: chunks are never reordered.
        <Chunk key={index} lines={chunk} only={chunks.length === 1} />
      ))}
    </pre>
  );
});

function Chunk({ lines, only }: { lines: readonly OutputLine[]; only: boolean }) {
  const style = only
    ? {}
    : { contentVisibility: 'auto' as const, containIntrinsicSize: `auto ${lines.length * LINE_HEIGHT_PX}px` };
  return (
    <div style={style}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are never reordered.
        <Line key={index} line={line} />
      ))}
    </div>
  );
}

function Line({ line: { look, spans } }: { line: OutputLine }) {
  if (look === 'numbered') return <NumberedLine text={spans.map((span) => span.text).join('')} />;
  return (
    <div className={classes('min-h-5', LOOKS[look])}>
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans are never reordered.
        <Span key={index} span={span} />
      ))}
    </div>
  );
}

function Span({ span: { text, color, background, className } }: { span: TerminalSpan }) {
  if (!color && !background && !className) return text;
  return (
    <span className={className} style={{ color, backgroundColor: background }}>
      {text}
    </span>
  );
}

function NumberedLine({ text }: { text: string }) {
  const colon = text.indexOf(':');
  return (
    <div className="flex min-h-5">
      <span className="w-[5ch] shrink-0 pr-[1ch] text-right text-ink-faint select-none">
        {text.slice(0, colon)}
      </span>
      <span className="min-w-0">{text.slice(colon + 1)}</span>
    </div>
  );
}

function chunked(lines: OutputLine[]): OutputLine[][] {
  const chunks: OutputLine[][] = [];
  for (let at = 0; at < lines.length; at += CHUNK_LINES) chunks.push(lines.slice(at, at + CHUNK_LINES));
  return chunks;
}

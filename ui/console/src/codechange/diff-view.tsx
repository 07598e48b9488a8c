import type { ChangedFile } from '@openagents/sync';
import { useMemo } from 'react';
import { Decoration, Diff, Hunk, markEdits, tokenize } from 'react-diff-view';
import { Output } from '../platform/text/output';
import { Counts } from './changed-files';
import './diff.css';
import { highlighter, languageOf } from './highlight';
import { type DiffFile, firstLines, lineCount, onlyEdits, parseDiff } from './parse-diff';

/** Lines that are drawn at most: a page with more of them is slow, and nobody reads so far here. */
const DRAWN_LINES_MAX = 3000;
/** Lines longer than this, such as minified files, are drawn without colours. */
const HIGHLIGHTED_CHARS_MAX = 1000;

type DiffViewProps = {
  diff: string;
  /** What the server counted. */
  files: readonly ChangedFile[];
  linesMax: number | undefined;
};

/** A unified diff, file by file, with its syntax highlighted. Loaded when the first one is shown. */
export default function DiffView({ diff, files: counted, linesMax = DRAWN_LINES_MAX }: DiffViewProps) {
  const files = useMemo(() => parseDiff(diff), [diff]);
  const shown = useMemo(() => firstLines(files, Math.min(linesMax, DRAWN_LINES_MAX)), [files, linesMax]);
  if (lineCount(files) === 0) return <Output text={diff.trim()} dialect="diff" className="px-3 py-2" />;
  const beyond = linesMax < DRAWN_LINES_MAX ? 0 : lineCount(files) - DRAWN_LINES_MAX;
  return (
    <>
      {shown.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: files are never reordered, and one may come twice.
        <FileDiff key={index} file={file} counts={counted.find(({ path }) => path === file.path)} />
      ))}
      {beyond > 0 && (
        <p className="border-t border-line px-3 py-2 text-xs text-ink-faint">
          {beyond.toLocaleString('en')} more lines are not drawn. Copying the diff takes all of it.
        </p>
      )}
    </>
  );
}

const CHANGES: Record<DiffFile['type'], string | undefined> = {
  add: 'new file',
  delete: 'deleted',
  modify: undefined,
};

function FileDiff({ file, counts }: { file: DiffFile; counts: ChangedFile | undefined }) {
  const { path, from, type, hunks } = file;
  const tokens = useMemo(() => tokensOf(file), [file]);
  const note = from === undefined ? CHANGES[type] : `was ${from}`;
  return (
    <section aria-label={path} className="border-t border-line first:border-t-0">
      <header className="sticky top-0 z-10 flex items-baseline gap-3 border-b border-line bg-sunken px-3 py-1.5 font-mono text-xs">
        <span className="min-w-0 grow wrap-anywhere">
          {path}
          {note && <span className="pl-2 text-ink-faint">{note}</span>}
        </span>
        {counts && <Counts {...counts} />}
      </header>
      <Diff viewType="unified" diffType={type} hunks={hunks} tokens={tokens} gutterType="default">
        {(drawn) =>
          drawn.flatMap((hunk) => [
            <Decoration key={`${hunk.content} head`}>
              <div className="diff-hunk-head">{hunk.content}</div>
            </Decoration>,
            <Hunk key={hunk.content} hunk={hunk} />,
          ])
        }
      </Diff>
    </section>
  );
}

function tokensOf({ path, hunks }: DiffFile) {
  const language = languageOf(path);
  const long = hunks.some(({ changes }) =>
    changes.some(({ content }) => content.length > HIGHLIGHTED_CHARS_MAX),
  );
  if (long) return undefined;
  const enhancers = [markEdits(onlyEdits(hunks), { type: 'block' })];
  return language === undefined
    ? tokenize(hunks, { enhancers })
    : tokenize(hunks, { highlight: true, refractor: highlighter, language, enhancers });
}

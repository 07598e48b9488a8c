import type { CodeChangeRow } from '@openagents/sync';
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../platform/error-boundary';
import { setExpanded, useExpanded } from '../platform/text/expanded';
import { ShowLess, ShowMore, showAll } from '../platform/text/long-output';
import { Output } from '../platform/text/output';
import { countLines, previewOf } from '../platform/text/preview';

const DiffView = lazy(() => import('./diff-view'));

/** Lines of a diff that are shown before its reader asks for all of it. */
export const DIFF_LINES_MAX = 40;
/** A diff that is longer by less than this is shown whole. */
const GRACE_LINES = 15;

/** A diff whose component comes when it is first needed; until then, and without it, it is shown as plain text. */
export function LazyDiff({ change: { id, diff, files } }: { change: CodeChangeRow }) {
  const key = `${id} diff`;
  const expanded = useExpanded(key);
  const lines = countLines(diff);
  const long = lines > DIFF_LINES_MAX + GRACE_LINES;
  const linesMax = long && !expanded ? DIFF_LINES_MAX : undefined;
  const plain = <PlainDiff diff={diff} linesMax={linesMax} />;
  return (
    <>
      <ErrorBoundary instead={plain}>
        <Suspense fallback={plain}>
          <DiffView diff={diff} files={files} linesMax={linesMax} />
        </Suspense>
      </ErrorBoundary>
      {long && !expanded && (
        <div className="border-t border-line">
          <ShowMore label={showAll(lines, diff.length)} onClick={() => setExpanded(key, true)} />
        </div>
      )}
      {long && expanded && <ShowLess id={key} className="border-t border-line bg-sunken" />}
    </>
  );
}

function PlainDiff({ diff, linesMax }: { diff: string; linesMax: number | undefined }) {
  const limit = { headLinesMax: linesMax ?? Number.POSITIVE_INFINITY, tailLinesMax: 0, headCharsMax: 20_000 };
  return (
    <Output
      text={linesMax === undefined ? diff : previewOf(diff, limit).head}
      dialect="diff"
      className="px-3 py-2"
    />
  );
}

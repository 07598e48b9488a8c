import type { CodeChangeRow } from '@openagents/sync';
import { setExpanded, useExpanded } from '../platform/text/expanded';
import { ShowMore } from '../platform/text/long-output';

const FILES_MAX = 8;

/** Which files a change touches, and by how much; a single one says so above its part of the diff. */
export function ChangedFiles({ change: { id, files } }: { change: CodeChangeRow }) {
  const key = `${id} files`;
  const expanded = useExpanded(key);
  if (files.length < 2) return null;
  const shown = expanded || files.length <= FILES_MAX + 1 ? files : files.slice(0, FILES_MAX);
  return (
    <div className="border-b border-line">
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from lists without bullets. */}
      <ul role="list" aria-label="Files" className="py-1.5">
        {shown.map(({ path, added, removed }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files are never reordered, and one may come twice.
          <li key={index} className="flex items-baseline gap-3 px-3 py-0.5 font-mono text-xs">
            <span className="min-w-0 grow wrap-anywhere">{path}</span>
            <Counts added={added} removed={removed} />
          </li>
        ))}
      </ul>
      {shown.length < files.length && (
        <ShowMore
          label={`Show all ${files.length.toLocaleString('en')} files`}
          onClick={() => setExpanded(key, true)}
        />
      )}
    </div>
  );
}

type CountsProps = { added: number; removed: number };

export function Counts({ added, removed }: CountsProps) {
  return (
    <span className="flex shrink-0 gap-2 font-mono text-xs tabular-nums">
      <span className="text-good">
        <span className="sr-only">added lines: </span>+{added.toLocaleString('en')}
      </span>
      <span className="text-bad">
        <span className="sr-only">removed lines: </span>−{removed.toLocaleString('en')}
      </span>
    </span>
  );
}

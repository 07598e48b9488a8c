import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { classes } from '../classes';
import { setExpanded, useExpanded } from './expanded';
import { Output } from './output';
import { type PreviewLimit, previewOf } from './preview';
import { type Dialect, dialectOf } from './terminal-lines';

type LongOutputProps = {
  /** Under which it is remembered that somebody opened it. */
  id: string;
  text: string;
  limit: PreviewLimit;
  dialect?: Dialect;
};

/** Output of which the middle is left out until somebody asks for it. */
export function LongOutput({ id, text, limit, dialect: given }: LongOutputProps) {
  const expanded = useExpanded(id);
  const preview = useMemo(() => previewOf(text, limit), [text, limit]);
  const dialect = useMemo(() => given ?? dialectOf(text), [text, given]);
  if (!preview.cut) return <Output text={text} dialect={dialect} className="px-3 py-2" />;
  if (expanded) {
    return (
      <>
        <Output text={text} dialect={dialect} className="px-3 py-2" />
        <ShowLess id={id} className="bg-sunken" />
      </>
    );
  }
  return (
    <>
      <Output text={preview.head} dialect={dialect} className="px-3 pt-2 pb-1" />
      <ShowMore label={showAll(preview.lineCount, text.length)} onClick={() => setExpanded(id, true)} />
      {preview.tail !== '' && <Output text={preview.tail} dialect={dialect} className="px-3 pt-1 pb-2" />}
    </>
  );
}

/** The words of the button that opens a long text: by lines, or by size when it has hardly any. */
export function showAll(lineCount: number, length: number): string {
  if (lineCount > 8) return `Show all ${lineCount.toLocaleString('en')} lines`;
  return `Show all ${length.toLocaleString('en')} characters`;
}

/** Stays in sight at the lower edge however long the text is, and goes back to its beginning. */
export function ShowLess({ id, className }: { id: string; className?: string }) {
  const button = useRef<HTMLDivElement>(null);
  const close = () => {
    const block = button.current?.parentElement;
    setExpanded(id, false);
    requestAnimationFrame(() => block?.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <div ref={button} className={classes('sticky bottom-0 z-10', className)}>
      <ShowMore label="Show less" onClick={close} />
    </div>
  );
}

export function ShowMore({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      data-opens
      onClick={onClick}
      className="flex w-full items-center gap-1.5 px-3 py-1 text-xs font-medium text-ink-soft hover:bg-hover hover:text-ink"
    >
      <ChevronsUpDown size={12} className="text-ink-faint" />
      {label}
    </button>
  );
}

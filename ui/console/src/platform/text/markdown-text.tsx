import { memo, useMemo } from 'react';
import { classes } from '../classes';
import { CopyButton } from './copy-button';
import { type Block, type Inline, parseBlocks, parseInline } from './markdown';
import { Output } from './output';

type MarkdownProps = { text: string };

/** Chat text: code blocks, `code`, bold, links, headings, lists and quotes; all else as it was written. */
export const Markdown = memo(function Markdown({ text }: MarkdownProps) {
  const blocks = useMemo(() => parseBlocks(text), [text]);
  return (
    <div className="space-y-2 text-base wrap-anywhere">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are never reordered.
        <BlockView key={index} block={block} follows={blocks[index - 1]?.kind === block.kind} />
      ))}
    </div>
  );
});

/** `follows` says that the block before it is of the same kind. */
function BlockView({ block, follows }: { block: Block; follows: boolean }) {
  switch (block.kind) {
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'heading':
      return (
        <p className="pt-1 font-semibold">
          <InlineText text={block.text} />
        </p>
      );
    case 'quote':
      return (
        <blockquote className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap text-ink-soft">
          <InlineText text={block.text} />
        </blockquote>
      );
    case 'item':
      return (
        <div
          className={classes('flex gap-2', follows && '-mt-1')}
          style={{ paddingLeft: `${block.indent}rem` }}
        >
          <span className="min-w-3 shrink-0 text-ink-faint tabular-nums">
            {/\d/.test(block.marker) ? block.marker : '•'}
          </span>
          <span className="min-w-0 whitespace-pre-wrap">
            <InlineText text={block.text} />
          </span>
        </div>
      );
    case 'text':
      return (
        <p className="whitespace-pre-wrap">
          <InlineText text={block.text} />
        </p>
      );
  }
}

function CodeBlock({ language, text }: { language: string; text: string }) {
  const dialect = language === 'diff' || language === 'patch' ? 'diff' : undefined;
  return (
    <div className="group/code relative rounded-lg border border-line bg-sunken">
      <Output text={text} dialect={dialect} className="overflow-hidden px-3 py-2" />
      <div className="absolute top-1 right-1 flex items-center opacity-0 group-focus-within/code:opacity-100 group-hover/code:opacity-100">
        <CopyButton text={text} label="Copy code" className="bg-sunken" />
      </div>
    </div>
  );
}

function InlineText({ text }: { text: string }) {
  return parseInline(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts are never reordered.
    <InlinePart key={index} part={part} />
  ));
}

function InlinePart({ part }: { part: Inline }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code className="rounded bg-hover px-1 py-px font-mono text-[0.9em]">{part.text}</code>;
    case 'strong':
      return (
        <strong className="font-semibold">
          <InlineText text={part.text} />
        </strong>
      );
    case 'link':
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noreferrer noopener"
          className="text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
        >
          {part.text}
        </a>
      );
  }
}

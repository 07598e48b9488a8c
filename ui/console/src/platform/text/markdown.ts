/** The little of Markdown that chats use. Everything else stays as it was written. */
export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'quote'; text: string }
  | { kind: 'item'; marker: string; indent: number; text: string }
  | { kind: 'code'; language: string; text: string };

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; text: string }
  | { kind: 'link'; text: string; href: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/;
const HEADING = /^#{1,6} +(.+)$/;
const QUOTE = /^>(?: (.*))?$/;
const ITEM = /^( *)([-*•]|\d{1,3}[.)]) +(.+)$/;
const INLINE =
  /(`+)(?!`)(.+?)(?<!`)\1(?!`)|\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?!\w)|(?:https?:\/\/)[^\s<>"'`)\]]*[^\s<>"'`)\].,;:!?]/g;

export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < lines.length; ) {
    const fence = FENCE.exec(lines[at] ?? '');
    if (fence) {
      const end = closingFence(lines, at + 1, fence[1] ?? '');
      blocks.push({ kind: 'code', language: fence[2] ?? '', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else {
      addLine(blocks, lines[at] ?? '');
      at++;
    }
  }
  return blocks.map(trimmed).filter((block) => block.kind === 'code' || block.text !== '');
}

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(inlineOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function inlineOf(match: RegExpExecArray): Inline {
  if (match[2] !== undefined) return { kind: 'code', text: match[2] };
  if (match[3] !== undefined) return { kind: 'strong', text: match[3] };
  return { kind: 'link', text: match[0], href: match[0] };
}

/** Index of the line that closes the fence; the end of the text when none does. */
function closingFence(lines: readonly string[], from: number, fence: string): number {
  const index = lines.findIndex((line, at) => at >= from && line.trim() === fence);
  return index === -1 ? lines.length : index;
}

function addLine(blocks: Block[], line: string): void {
  const heading = HEADING.exec(line);
  if (heading) return void blocks.push({ kind: 'heading', text: heading[1] ?? '' });
  const item = ITEM.exec(line);
  if (item) {
    const [, indent = '', marker = '', text = ''] = item;
    return void blocks.push({ kind: 'item', marker, indent: Math.floor(indent.length / 2), text });
  }
  const quote = QUOTE.exec(line);
  addText(blocks, quote ? 'quote' : 'text', quote ? (quote[1] ?? '') : line);
}

/** Lines of one kind that follow each other are one block, so that white space in pasted text survives. */
function addText(blocks: Block[], kind: 'text' | 'quote', line: string): void {
  const last = blocks.at(-1);
  if (last?.kind === kind) last.text += `\n${line}`;
  else blocks.push({ kind, text: line });
}

function trimmed(block: Block): Block {
  if (block.kind === 'code') return block;
  return { ...block, text: block.text.replace(/^\n+|\s+$/g, '') };
}

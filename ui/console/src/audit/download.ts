import { currentToken } from '../org/session-store';

export type ExportFormat = 'csv' | 'jsonl';

/** The last line of an export, without which it is not whole. */
const END = /"?"end"?":true/;
const TAIL_CHARS = 2000;

/** Fetches an export and hands it to the person as a file; fails if it is not whole. */
export async function downloadExport(scope: string, format: ExportFormat): Promise<void> {
  const answer = await fetchExport(scope, format);
  if (!answer.ok) {
    const { detail } = await answer.json().catch(() => ({}));
    throw new Error(detail ?? `The server answered ${answer.status}.`);
  }
  const file = await answer.blob();
  if (!END.test(await file.slice(-TAIL_CHARS).text())) throw new Error('The export broke off. Try again.');
  save(file, `${scope.replace(':', '-')}.${format}`);
}

async function fetchExport(scope: string, format: ExportFormat): Promise<Response> {
  const call = (token: string) =>
    fetch(`/audit/export?${new URLSearchParams({ scope, format })}`, {
      headers: { authorization: `Bearer ${token}` },
    });
  const answer = await call(await currentToken(false));
  return answer.status === 401 ? call(await currentToken(true)) : answer;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

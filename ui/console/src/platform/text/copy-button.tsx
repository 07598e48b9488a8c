import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../button';
import { toast } from '../toast';

const DONE_MS = 1500;

type CopyButtonProps = { text: string; label?: string; className?: string };

/** Puts the text on the clipboard as it is stored, whatever of it is shown. */
export function CopyButton({ text, label = 'Copy', className }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), DONE_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone(true),
      () => toast('The browser did not allow copying.', 'error'),
    );
  return (
    <IconButton label={done ? 'Copied' : label} onClick={copy} className={className}>
      {done ? <Check size={14} className="text-good" /> : <Copy size={14} />}
    </IconButton>
  );
}

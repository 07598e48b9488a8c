import { Field } from '../platform/form';
import { parseAmount } from './money';

type AmountFieldProps = {
  text: string;
  onText: (text: string) => void;
  currency: string;
  /** What helps to choose it. */
  hint?: string | undefined;
};

/** Where one writes how much. */
export function AmountField({ text, onText, currency, hint }: AmountFieldProps) {
  const { wrong } = parseAmount(text, currency);
  const complaint = text === '' ? undefined : wrong;
  return (
    <Field label={`Amount in ${currency}`} hint={complaint ?? hint} wrong={complaint !== undefined}>
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          value={text}
          onChange={(event) => onText(event.target.value)}
          autoComplete="off"
          data-autofocus
        />
      )}
    </Field>
  );
}

export function MemoField({ text, onText }: { text: string; onText: (text: string) => void }) {
  return (
    <Field label="What for">
      {(control) => (
        <input
          {...control}
          value={text}
          onChange={(event) => onText(event.target.value)}
          autoComplete="off"
          placeholder="Optional"
        />
      )}
    </Field>
  );
}

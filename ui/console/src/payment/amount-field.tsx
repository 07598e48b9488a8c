import { Field } from '../platform/form';
import { formatMoney, parseAmount } from './money';

type AmountFieldProps = {
  text: string;
  onText: (text: string) => void;
  currency: string;
  /** How much there is; more is not refused here, since by the time it is sent there may be. */
  available?: number | undefined;
};

/** Where one writes how much. */
export function AmountField({ text, onText, currency, available }: AmountFieldProps) {
  const { wrong } = parseAmount(text, currency);
  const hint = available === undefined ? undefined : `${formatMoney(available, currency)} available`;
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

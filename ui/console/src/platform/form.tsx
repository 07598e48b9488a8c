import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useAttempt } from './attempt';
import { Button } from './button';
import { Dialog } from './dialog';

type FormDialogProps = {
  title: string;
  verb: string;
  danger?: boolean;
  /** Whether what is filled in can be sent. */
  ready: boolean;
  act: () => Promise<unknown>;
  onClose: () => void;
  reasonOf: (problem: unknown) => string;
  children: ReactNode;
};

/** Asks for something and stays open with the reason when it is refused. */
export function FormDialog(props: FormDialogProps) {
  const { title, verb, danger = false, ready, act, onClose, reasonOf, children } = props;
  const { busy, reason, run } = useAttempt();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) run({ act, onDone: onClose, reasonOf });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4 overflow-y-auto px-5 pt-3 pb-5">
        {children}
        {reason !== undefined && (
          <p role="alert" className="text-bad">
            {reason}
          </p>
        )}
        <div className="flex justify-end gap-2 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button look={danger ? 'danger' : 'primary'} type="submit" disabled={busy || !ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type FieldProps = {
  label: string;
  /** What is wrong with what is filled in, or what it means. */
  hint?: string | undefined;
  wrong?: boolean;
  children: (props: FieldControl) => ReactNode;
};

export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
  className: string;
};

export function Field({ label, hint, wrong = false, children }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hint && `${id}-hint`,
        'aria-invalid': wrong,
        className: 'field h-9 w-full text-base',
      })}
      {hint && (
        <p id={`${id}-hint`} className={`mt-1 text-xs ${wrong ? 'text-bad' : 'text-ink-faint'}`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type ReasonDialogProps = {
  title: string;
  verb: string;
  label?: string;
  onClose: () => void;
  act: (reason: string) => Promise<unknown>;
  reasonOf: (problem: unknown) => string;
};

/** Asks why, before something is turned down. */
export function ReasonDialog({ title, verb, label = 'Reason', onClose, act, reasonOf }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={title}
      verb={verb}
      danger
      ready={reason.trim() !== ''}
      act={() => act(reason.trim())}
      onClose={onClose}
      reasonOf={reasonOf}
    >
      <Field label={label}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            placeholder="It is kept in the history"
            data-autofocus
            className="field w-full resize-y py-1.5 text-base"
          />
        )}
      </Field>
    </FormDialog>
  );
}

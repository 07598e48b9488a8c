import { type FormEvent, useId, useState } from 'react';
import { Button } from '../platform/button';
import { Dialog } from '../platform/dialog';
import { closeOverlay } from '../platform/overlay';
import { switchTo, useSession } from './session-store';

/** Local sign-in: whoever one says to be, in whatever org one names. */
export function SwitchDialog() {
  const { identity } = useSession();
  const [user, setUser] = useState(identity.user);
  const [org, setOrg] = useState(identity.org);
  const complete = user.trim() !== '' && org.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    closeOverlay();
    void switchTo({ user: user.trim(), org: org.trim() });
  };
  return (
    <Dialog title="Switch user or org" onClose={closeOverlay}>
      <form onSubmit={submit} className="space-y-3 px-5 pt-3 pb-5">
        <p className="text-ink-soft">
          On this machine you can be anyone. An org is made when it is first named.
        </p>
        <NameField label="User" value={user} onChange={setUser} autoFocus />
        <NameField label="Org" value={org} onChange={setOrg} />
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={closeOverlay}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!complete}>
            Switch
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type NameFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
};

function NameField({ label, value, onChange, autoFocus = false }: NameFieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-xs font-medium text-ink-soft">
        {label}
      </label>
      <input
        id={id}
        className="field h-9 w-full text-base"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onFocus={(event) => event.target.select()}
        autoComplete="off"
        data-autofocus={autoFocus || undefined}
      />
    </div>
  );
}

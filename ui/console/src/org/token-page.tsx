import { KeyRound } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../platform/button';
import { claimsOf } from './session';
import { signInWith } from './session-store';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where nobody hands out tokens: one brings one's own. */
export function TokenPage({ reason }: { reason: string }) {
  const [token, setToken] = useState('');
  const [chosenOrg, setChosenOrg] = useState('');
  const tokenId = useId();
  const orgFieldId = useId();
  const claims = claimsOf(token.trim());
  const orgId = (chosenOrg || claims.orgs[0] || '').trim();
  const complete = token.trim().split('.').length === 3 && UUID.test(orgId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) signInWith(token.trim(), orgId);
  };
  return (
    <main className="flex h-full overflow-y-auto bg-panel p-4">
      <form
        onSubmit={submit}
        className="m-auto w-full max-w-md rounded-xl border border-line bg-raised p-6 shadow-raised"
      >
        <KeyRound size={22} className="text-accent" />
        <h1 className="mt-4 text-lg font-semibold">Sign in with a token</h1>
        <p className="mt-1 text-ink-soft">{reason}</p>
        <label htmlFor={tokenId} className="mt-5 mb-1.5 block text-xs font-medium text-ink-soft">
          Token
        </label>
        <textarea
          id={tokenId}
          rows={4}
          value={token}
          onChange={(event) => setToken(event.target.value)}
          placeholder="eyJhbGciOiJSUzI1NiJ9…"
          spellCheck={false}
          autoComplete="off"
          className="field block w-full resize-none py-2 font-mono text-code break-all"
        />
        <p className="mt-1.5 min-h-5 text-xs text-ink-faint">
          {claims.user
            ? `For ${claims.user}.`
            : 'A JSON web token of your identity provider. It stays in this browser.'}
        </p>
        <label htmlFor={orgFieldId} className="mt-3 mb-1.5 block text-xs font-medium text-ink-soft">
          Org id
        </label>
        <input
          id={orgFieldId}
          value={chosenOrg || (claims.orgs[0] ?? '')}
          onChange={(event) => setChosenOrg(event.target.value)}
          placeholder="01993f6e-0000-7000-8000-000000000000"
          spellCheck={false}
          autoComplete="off"
          className="field h-9 w-full font-mono text-code"
        />
        <Button look="primary" type="submit" disabled={!complete} className="mt-5 w-full">
          Sign in
        </Button>
      </form>
    </main>
  );
}

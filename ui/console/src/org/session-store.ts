import { create } from 'zustand';
import { resetAddress } from '../platform/route';
import {
  claimsOf,
  forgetPastedSession,
  type Identity,
  identityFrom,
  isAskedFor,
  livesLongEnough,
  rememberedSession,
  rememberIdentity,
  rememberSession,
  type Session,
  storedPastedSession,
  storedSession,
} from './session';

export type SessionState =
  | { phase: 'signing-in'; identity: Identity }
  | { phase: 'signed-in'; identity: Identity; session: Session }
  /** Nobody hands out tokens here: one must be brought. */
  | { phase: 'token-needed'; identity: Identity; reason: string }
  | { phase: 'unreachable'; identity: Identity; reason: string };

const RETRY_MS = 3000;

export const useSession = create<SessionState>()(() => ({
  phase: 'signing-in',
  identity: identityFrom(location.search),
}));

/** Signs in with the token at hand, else with a new one of the local issuer. */
export async function signIn(): Promise<void> {
  const { identity } = useSession.getState();
  const now = Date.now();
  const pasted = isAskedFor(location.search) ? undefined : storedPastedSession(now);
  const session = pasted ?? storedSession(identity, now);
  if (session) useSession.setState({ phase: 'signed-in', identity, session });
  else await renew(identity);
}

/** Becomes somebody else; the address no longer decides. */
export async function switchTo(identity: Identity): Promise<void> {
  rememberIdentity(identity);
  forgetPastedSession();
  resetAddress();
  useSession.setState({ phase: 'signing-in', identity });
  await signIn();
}

export function signInWith(token: string, orgId: string): void {
  const { identity } = useSession.getState();
  const { user = 'unknown', expiresAt = '9999-12-31T00:00:00Z' } = claimsOf(token);
  const session: Session = { user, org: undefined, orgId, token, expiresAt, origin: 'pasted' };
  rememberSession(identity, session);
  useSession.setState({ phase: 'signed-in', identity, session });
}

export async function signOut(): Promise<void> {
  forgetPastedSession();
  const { identity } = useSession.getState();
  useSession.setState({ phase: 'signing-in', identity });
  await signIn();
}

/** A token that is good for some time yet; a new one when the present one ran out or the server refused it. */
export async function currentToken(refused: boolean): Promise<string> {
  const state = useSession.getState();
  if (state.phase === 'signed-in' && !refused && livesLongEnough(state.session, Date.now()))
    return state.session.token;
  if (state.phase === 'signed-in' && state.session.origin === 'pasted') {
    forgetPastedSession();
    const reason = 'The token ran out or was refused. Paste a new one.';
    useSession.setState({ phase: 'token-needed', identity: state.identity, reason });
    throw new Error(reason);
  }
  const session = await issue(state.identity);
  rememberSession(state.identity, session);
  useSession.setState({ phase: 'signed-in', identity: state.identity, session });
  return session.token;
}

/** The org is not known to the server, say because its data were wiped: the same name may be another one by now. */
export async function findOrgAgain(): Promise<void> {
  const state = useSession.getState();
  if (state.phase === 'signed-in' && state.session.origin === 'issued') await currentToken(true);
}

async function renew(identity: Identity): Promise<void> {
  try {
    const session = await issue(identity);
    rememberSession(identity, session);
    useSession.setState({ phase: 'signed-in', identity, session });
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : String(problem);
    if (problem instanceof IssuerRefused)
      return useSession.setState({ phase: 'token-needed', identity, reason });
    const session = rememberedSession(identity);
    // Nobody refused: the page opens with what this device keeps, and a fresh token is asked for until one comes.
    if (session) return useSession.setState({ phase: 'signed-in', identity, session });
    useSession.setState({ phase: 'unreachable', identity, reason });
    setTimeout(() => {
      if (useSession.getState().phase === 'unreachable') void signIn();
    }, RETRY_MS);
  }
}

class IssuerRefused extends Error {}

async function issue({ user, org }: Identity): Promise<Session> {
  const response = await fetch(`/dev/token?${new URLSearchParams({ user, org })}`);
  const body = await response.json().catch(() => ({}));
  if (response.ok && body.token) return { ...body, origin: 'issued' };
  const detail = body.detail ?? `The server answered ${response.status}.`;
  if (response.status >= 500) throw new Error(detail);
  throw new IssuerRefused(detail);
}

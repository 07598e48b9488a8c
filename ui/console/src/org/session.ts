import { readStored, writeStored } from '../platform/storage';

/** Who is looking and at which org, by name. */
export type Identity = { user: string; org: string };

/** Proof of an identity. */
export type Session = {
  user: string;
  /** The org's name; a pasted token does not tell it. */
  org: string | undefined;
  orgId: string;
  token: string;
  /** ISO-8601. */
  expiresAt: string;
  /** Whether the local issuer made the token, and so can make the next. */
  origin: 'issued' | 'pasted';
};

const DEFAULT_IDENTITY: Identity = { user: 'you', org: 'acme' };
/** A token with less life than this is replaced before it is used. */
export const TOKEN_LIFE_MIN_MS = 60_000;

/** `?user=…&org=…` wins, so that two windows can be two people; then what was chosen last. */
export function identityFrom(search: string): Identity {
  const asked = new URLSearchParams(search);
  const stored = parse<Partial<Identity>>(readStored('identity'));
  return {
    user: asked.get('user') || stored?.user || DEFAULT_IDENTITY.user,
    org: asked.get('org') || stored?.org || DEFAULT_IDENTITY.org,
  };
}

export function isAskedFor(search: string): boolean {
  const asked = new URLSearchParams(search);
  return asked.has('user') || asked.has('org');
}

export function rememberIdentity(identity: Identity): void {
  writeStored('identity', JSON.stringify(identity));
}

export function storedSession(identity: Identity, now: number): Session | undefined {
  return usable(parse<Session>(readStored(sessionKey(identity))), now);
}

/** Who was here last as that identity, also with a token that ran out: enough to show what is kept on this device. */
export function rememberedSession(identity: Identity): Session | undefined {
  const session = parse<Session>(readStored(sessionKey(identity)));
  return session?.token && session.orgId ? session : undefined;
}

export function storedPastedSession(now: number): Session | undefined {
  return usable(parse<Session>(readStored('session.pasted')), now);
}

export function rememberSession(identity: Identity, session: Session): void {
  writeStored(session.origin === 'pasted' ? 'session.pasted' : sessionKey(identity), JSON.stringify(session));
}

export function forgetPastedSession(): void {
  writeStored('session.pasted', undefined);
}

/** What a token says of itself; it is not verified here, the server does that. */
export function claimsOf(token: string): { user?: string; orgs: string[]; expiresAt?: string } {
  const claims = parse<{ sub?: string; orgs?: unknown; exp?: number }>(decodePayload(token));
  const orgs = Array.isArray(claims?.orgs) ? claims.orgs.filter((org) => typeof org === 'string') : [];
  return {
    orgs,
    ...(claims?.sub && { user: claims.sub }),
    ...(claims?.exp && { expiresAt: new Date(claims.exp * 1000).toISOString() }),
  };
}

export function livesLongEnough(session: Session, now: number): boolean {
  return Date.parse(session.expiresAt) - now > TOKEN_LIFE_MIN_MS;
}

function usable(session: Session | undefined, now: number): Session | undefined {
  return session?.token && session.orgId && livesLongEnough(session, now) ? session : undefined;
}

function sessionKey({ user, org }: Identity): string {
  return `session.${user}@${org}`;
}

function decodePayload(token: string): string | undefined {
  const payload = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/');
  if (!payload) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function parse<T extends object>(json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

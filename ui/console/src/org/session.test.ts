import { afterEach, describe, expect, test } from 'vitest';
import {
  claimsOf,
  identityFrom,
  rememberedSession,
  rememberIdentity,
  rememberSession,
  type Session,
  storedSession,
} from './session';

afterEach(() => localStorage.clear());

describe('identity', () => {
  test('is you at acme on the first visit', () => {
    expect(identityFrom('')).toEqual({ user: 'you', org: 'acme' });
  });

  test('the address wins over what was chosen before, each part by itself', () => {
    rememberIdentity({ user: 'bob', org: 'globex' });
    expect(identityFrom('')).toEqual({ user: 'bob', org: 'globex' });
    expect(identityFrom('?user=alice')).toEqual({ user: 'alice', org: 'globex' });
    expect(identityFrom('?user=alice&org=initech')).toEqual({ user: 'alice', org: 'initech' });
  });
});

describe('session', () => {
  const identity = { user: 'alice', org: 'acme' };
  const session: Session = {
    ...identity,
    orgId: '0199',
    token: 'a.b.c',
    expiresAt: '2025-01-01T12:00:00Z',
    origin: 'issued',
  };
  const at = (iso: string) => Date.parse(iso);

  test('is kept for each identity by itself', () => {
    rememberSession(identity, session);
    expect(storedSession(identity, at('2025-01-01T11:00:00Z'))).toEqual(session);
    expect(storedSession({ user: 'bob', org: 'acme' }, at('2025-01-01T11:00:00Z'))).toBeUndefined();
  });

  test('is not used in the last minute of its life', () => {
    rememberSession(identity, session);
    expect(storedSession(identity, at('2025-01-01T11:59:30Z'))).toBeUndefined();
  });

  test('is remembered beyond its life, for opening offline', () => {
    rememberSession(identity, session);
    expect(rememberedSession(identity)).toEqual(session);
    expect(rememberedSession({ user: 'bob', org: 'acme' })).toBeUndefined();
  });

  test('what is damaged counts as absent', () => {
    localStorage.setItem('agentsync.session.alice@acme', '{"token":');
    expect(storedSession(identity, 0)).toBeUndefined();
  });
});

describe('claims', () => {
  const token = (claims: unknown) => {
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    const payload = btoa(String.fromCharCode(...bytes));
    return `x.${payload.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}.x`;
  };

  test('tell user, orgs and expiry', () => {
    expect(claimsOf(token({ sub: 'Zoë', orgs: ['0199', 7], exp: 1735732800 }))).toEqual({
      user: 'Zoë',
      orgs: ['0199'],
      expiresAt: '2025-01-01T12:00:00.000Z',
    });
  });

  test.each(['', 'nonsense', 'a.%%%.c', token('text')])('%j tells nothing', (text) => {
    expect(claimsOf(text)).toEqual({ orgs: [] });
  });
});

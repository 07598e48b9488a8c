import { expect, test } from 'vitest';
import { hrefOf, parseRoute } from './route';

test.each([
  ['', {}],
  ['#/', {}],
  ['#/agent/', {}],
  ['#/elsewhere/x', {}],
  ['#/payments', { page: 'payments' }],
  ['#/payments/x', {}],
  ['#/agent/0199', { agentId: '0199' }],
  ['#/agent/0199/chat', { agentId: '0199', view: 'chat' }],
  ['#/agent/a%2Fb', { agentId: 'a/b' }],
])('%j leads to %j', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test.each([{}, { page: 'payments' as const }, { agentId: '0199' }, { agentId: 'a/b', view: 'chat' }])(
  '%j survives the address',
  (route) => {
    expect(parseRoute(hrefOf(route))).toEqual(route);
  },
);

import { expect, test } from 'vitest';
import { readHostMessage } from './host-message.ts';

test.each([
  { type: 'ready', actions: ['a'], phases: ['init', 'dispose'] },
  { type: 'phase', phase: 'start' },
  { type: 'stopped' },
  { type: 'pong' },
  { type: 'unusable', message: 'no' },
  { type: 'result', call: 1, output: null },
  { type: 'error', call: 1, failure: { code: 'x', message: 'y', details: { z: 1 } } },
  { type: 'request', call: 1, request: 2, method: 'files.open', parameters: { path: '/' } },
  { type: 'progress', call: 1, percent: 50, text: 'half', output: [1] },
  { type: 'result', call: 1, output: 1, used: { tokens: 3 } },
  { type: 'error', call: 1, failure: { code: 'x', message: 'y' }, used: { tokens: 3, money: 0.001 } },
  { type: 'used', call: 1, used: { tokens: 0, money: 12.5 } },
  { type: 'log', level: 'info', message: 'm' },
  { type: 'exhausted' },
])('$type is understood', (message) => {
  expect(readHostMessage(message)).toEqual(message);
});

test.each([
  ['nothing', null],
  ['a list', []],
  ['no type', {}],
  ['a type of the other side', { type: 'load', entry: '/x' }],
  ['an inherited type', { type: 'constructor' }],
  ['a call that is no number', { type: 'result', call: '1', output: 1 }],
  ['a call that is zero', { type: 'result', call: 0, output: 1 }],
  ['a call that is no whole number', { type: 'result', call: 1.5, output: 1 }],
  ['a result without output', { type: 'result', call: 1 }],
  ['an error without failure', { type: 'error', call: 1 }],
  ['a failure whose code is no text', { type: 'error', call: 1, failure: { code: 1, message: 'm' } }],
  ['a failure whose details are a list', { type: 'error', call: 1, failure: { code: 'c', message: 'm', details: [] } }],
  ['a request without method', { type: 'request', call: 1, request: 1 }],
  ['a method of any length', { type: 'request', call: 1, request: 1, method: 'm'.repeat(65) }],
  ['progress beyond the end', { type: 'progress', call: 1, percent: 101 }],
  ['progress that is no number', { type: 'progress', call: 1, percent: Number.NaN }],
  ['a use of nothing known', { type: 'used', call: 1 }],
  ['a use of something else', { type: 'used', call: 1, used: { cpuMs: 1 } }],
  ['tokens given back', { type: 'used', call: 1, used: { tokens: -1 } }],
  ['tokens in parts', { type: 'used', call: 1, used: { tokens: 0.5 } }],
  ['more tokens than there are', { type: 'used', call: 1, used: { tokens: 1e13 } }],
  ['money that is no number', { type: 'used', call: 1, used: { money: null } }],
  ['money without end', { type: 'result', call: 1, output: 1, used: { money: Number.POSITIVE_INFINITY } }],
  ['money that is owed', { type: 'error', call: 1, failure: { code: 'c', message: 'm' }, used: { money: -0.01 } }],
  ['an unknown level', { type: 'log', level: 'loud', message: 'm' }],
  ['actions that are no names', { type: 'ready', actions: [1], phases: [] }],
  ['a part of life there is not', { type: 'phase', phase: 'rest' }],
  ['parts of life there are not', { type: 'ready', actions: [], phases: ['rest'] }],
])('%s is not', (_name, message) => {
  expect(readHostMessage(message)).toBeUndefined();
});

test('what is too long to read is cut', () => {
  expect(readHostMessage({ type: 'log', level: 'info', message: 'x'.repeat(20_000) })).toMatchObject({
    message: 'x'.repeat(10_000),
  });
});

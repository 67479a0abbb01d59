import { expect, test } from 'vitest';
import { toldOfHeartbeat } from './heartbeat.ts';

const long = 'The disk is nearly full. '.repeat(20).trim();

test.each([
  ['HEARTBEAT_OK', undefined],
  ['  **HEARTBEAT_OK**\n', undefined],
  ['HEARTBEAT_OK. Everything is quiet.', undefined],
  ['Everything is quiet. HEARTBEAT_OK', undefined],
  [`HEARTBEAT_OK ${'x'.repeat(300)}`, undefined],
  [`HEARTBEAT_OK ${'x'.repeat(301)}`, 'x'.repeat(301)],
  [`${long}\n\nHEARTBEAT_OK`, long],
  ['The disk is full.', 'The disk is full.'],
  ['It said HEARTBEAT_OK in the middle.', 'It said HEARTBEAT_OK in the middle.'],
  ['HEARTBEAT_OKAY', 'HEARTBEAT_OKAY'],
  ['', undefined],
])('of the answer %j is told %j [AU-05]', (answer, told) => {
  expect(toldOfHeartbeat(answer)).toBe(told);
});

import { expect, test } from 'vitest';
import { replaceTable, writeTable } from './table.ts';

const round = (seconds: number): { seconds: number; cpuSeconds: number; rssMb: number } => ({
  seconds,
  cpuSeconds: 0.5,
  rssMb: 80,
});

const chain = { work: 'a chain', steps: 1000, system: 'heron', runs: 'calls', isDurable: true };

test('a row holds rate, time and spread of its rounds', () => {
  const table = writeTable([{ ...chain, answers: [round(0.3), round(0.2), round(0.1)] }]);
  expect(table.split('\n')[2]).toBe(
    '| a chain | heron | calls | yes | 5000 | 200 (100–300) | 200 / 300 (max) | 500 | 80 |',
  );
});

test('of a hundred rounds the slowest is left out of the p99', () => {
  const rounds = Array.from({ length: 100 }, (_, at) => round((at + 1) / 100));
  expect(writeTable([{ ...chain, answers: rounds }])).toContain('| 500 / 990 |');
});

test('what failed once has no figures, only the reason', () => {
  const table = writeTable([
    {
      ...{ work: 'a loop', steps: 10, system: 'n8n', runs: 'a loop node', isDurable: false },
      answers: [round(1), { reason: 'it failed: no' }],
    },
  ]);
  expect(table.split('\n')[2]).toBe('| a loop | n8n | a loop node | no | not measured: it failed: no | | | | |');
});

test('the text around the markers stays, and a page without them is refused', () => {
  const page = 'before\n<!-- bench:engine begin -->\nold\n<!-- bench:engine end -->\nafter\n';
  const written = replaceTable(page, 'new');
  expect(written).toBe('before\n<!-- bench:engine begin -->\n\nnew\n\n<!-- bench:engine end -->\nafter\n');
  expect(replaceTable(written, 'new')).toBe(written);
  expect(() => replaceTable('nothing', 'new')).toThrow('There is no "<!-- bench:engine begin -->"');
});

import { expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { createArithmeticEngine } from '../../../tests/contract/arithmetic-engine.ts';
import { showRun } from './commands/runs.ts';
import { recordingTerminal } from './recording-terminal.ts';
import { createRunPrinter } from './run-printer.ts';

const title = 'Sums';
const sum = { action: 'sum.add', input: { a: 1, b: 1 } };
const twice = { in: { from: 1, to: 2 } };

async function printed(plan: Plan): Promise<{ live: string[]; shown: string[] }> {
  const engine = createArithmeticEngine({});
  const [live, later] = [recordingTerminal({}), recordingTerminal({})];
  const printer = createRunPrinter(live, plan, new Map());
  try {
    const { runId } = await engine.client.runs.start({ plan, unattended: true });
    await expect.poll(async () => (await engine.client.runs.get({ runId })).endedAt, { timeout: 30_000 }).toBeDefined();
    const { events } = await engine.client.events.list({ scope: { runId }, types: ['run.*', 'task.*'] });
    for (const event of events) printer.print(event);
    await showRun({ terminal: later, openEngine: engine.openEngine }, runId, {});
  } finally {
    await engine.close();
  }
  return { live: live.errLines, shown: later.outLines };
}

test('a step that went over its budget says so while it runs and later, with what was done instead [OR-14]', async () => {
  const budget = { calls: 1, onExceeded: { fallback: [{ id: 'less', value: 0 }] } };
  const { live, shown } = await printed({ version: 1, title, tasks: [{ id: 'sums', ...sum, forEach: twice, budget }] });
  const text = /went over its budget: 2 calls, allowed 1; its fallback is done instead/;
  expect(live.join('\n')).toMatch(text);
  expect(shown.join('\n')).toMatch(text);
});

test('so does a run, and a step that failed and is gone on without [OR-07, OR-14]', async () => {
  const tasks = [
    { id: 'bad', value: '{{ $error("no luck") }}', onError: 'skip' as const },
    { id: 'sums', after: ['bad'], ...sum, forEach: twice },
  ];
  const budget = { calls: 1, onExceeded: { fallback: [{ id: 'less', value: 0 }] } };
  const { live, shown } = await printed({ version: 1, title, tasks, budget });
  const text = 'The run went over its budget of 1 call; its fallback is done instead';
  expect(live).toContain(text);
  expect(shown).toContain(text);
  expect(shown.join('\n')).toMatch(/skipped +bad .*no luck/);
});

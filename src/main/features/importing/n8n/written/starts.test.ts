import { expect, test } from 'vitest';
import type { Task } from '../../../../../contract/plan-task.ts';
import { states, written } from '../fixtures/written.ts';
import { importN8n } from '../n8n-import.ts';

test('what starts it starts it there, with what it gives; notes and frames are notes, and the rest is told', () => {
  const start = { missed: 'skip', overlap: 'merge', results: 'own' } as const;
  const at = { x: 0, y: 0 };
  const { node, steps, file, text } = written({
    input: { who: 'all' },
    tasks: [{ id: 'greet', value: 'Hi {{ input.who }}{{ input.body }}' }],
    budget: { calls: 3 },
    triggers: [
      {
        id: 'daily',
        ...at,
        input: { who: 'me' },
        start: { kind: 'schedule', time: { kind: 'cron', cron: '0 9 * * 1-5', zone: 'Europe/Berlin' }, ...start },
      },
      { id: 'often', ...at, start: { kind: 'schedule', time: { kind: 'interval', everyMs: 600_000 }, ...start } },
      {
        id: 'call',
        ...at,
        start: { kind: 'webhook', perMinute: 600, signature: { form: 'body', secret: 'hook-key' } },
      },
      { id: 'keys', ...at, start: { kind: 'schedule', time: { kind: 'start' }, ...start } },
    ],
    canvas: {
      positions: { greet: { x: 10, y: 20 } },
      notes: [{ id: 'n', text: '# Hello', x: 1, y: 2, width: 200, height: 100 }],
      frames: [{ id: 'f', title: 'Greeting', colour: 'plain', steps: ['greet'] }],
    },
  });
  expect(states(steps)).toEqual([
    ['daily', 'exact', ''],
    ['often', 'exact', ''],
    ['call', 'approximate', expect.stringContaining('no secret is in the file') as string],
    ['keys', 'missing', 'n8n has nothing that starts when Heron’s trigger does: start'],
    ['greet', 'exact', ''],
    ['Budget', 'missing', 'n8n counts nothing of a run'],
  ]);
  expect(text).not.toContain('hook-key');
  expect(file.settings).toMatchObject({ timezone: 'Europe/Berlin' });
  expect(node('Input')?.parameters).toMatchObject({
    jsonOutput: '={{ { "who": $json["who"] ?? "all", "body": $json["body"] ?? null } }}',
  });
  expect(node('greet')?.['position']).toEqual([800, 20]);
  expect(node('Note n')?.parameters).toMatchObject({ content: '# Hello' });
  expect(node('Frame Greeting')?.parameters).toMatchObject({ content: '## Greeting' });
  expect(importN8n(text).document.triggers).toMatchObject([
    { start: { time: { kind: 'cron', cron: '0 9 * * 1-5', zone: 'Europe/Berlin' } } },
    { start: { time: { kind: 'interval', everyMs: 600_000 } } },
    { start: { kind: 'webhook' } },
  ]);
});

test('a long chain that stands the wrong way round, and a circle, are written', () => {
  const chain = Array.from({ length: 3000 }, (_, at): Task => ({
    ...{ id: `t${at}`, value: at },
    ...(at < 2999 ? { after: [`t${at + 1}`] } : {}),
  }));
  expect(written({ tasks: chain }).file.nodes).toHaveLength(3001);
  expect(
    written({
      tasks: [
        { id: 'a', value: 1, after: ['b'] },
        { id: 'b', value: 2, after: ['a'] },
      ],
    }).file.nodes,
  ).toHaveLength(3);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { openServedEngine } from './served-engine.ts';

const realKey = 'sk-canary-4e0f6a1b9c7d';

/** An agent on the command line, as any is: it knows the address and the key from its environment. */
const program = `const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key } = process.env;
for (const sentence of ['first', 'second', 'third', 'fourth']) {
  const answer = await fetch(url + '/chat/completions', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: sentence }] }),
  });
  const { choices, error } = await answer.json();
  console.log(answer.status, choices ? choices[0].message.content : error.code);
}
console.log(JSON.stringify(process.env));
await fetch(url + '/models', { headers: { authorization: 'Bearer ' + key } }).then(({ status }) => console.log(status));`;

test('a program that a worker starts asks models within its own budget, is asked for each time, and sees no real key [MD-11]', async () => {
  const usage = { input: 40, output: 10 };
  const server = await startScriptedModel({ key: realKey, replies: [{ text: 'The answer.', usage, always: true }] });
  const served = await openServedEngine();
  onTestFinished(async () => {
    await served.close();
    await server.close();
  });
  const { client } = served.engine();
  await client.models.configure({ baseUrl: server.baseUrl, model: 'scripted', apiKey: realKey });
  const folder = mkdtempSync(join(tmpdir(), 'heron-agent-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'agent.mjs');
  writeFileSync(file, program);
  const input = { program: process.execPath, args: [file], modelTokens: 50 };
  const plan = { version: 1 as const, title: 'An agent', tasks: [{ id: 'agent', action: 'process.run', input }] };
  const { runId } = await client.runs.start({ plan, allow: 'plan' });
  const open = () => client.permissions.pending({ runId });
  await expect.poll(open, { timeout: 30_000 }).toHaveLength(1);
  const [request] = await open();
  expect(request?.need).toMatchObject({ capability: 'shell', exact: true });
  expect(request?.need.detail).toMatch(/^OPENAI_BASE_URL=Heron OPENAI_API_KEY='key for 50 tokens in 1 min' /);
  await client.permissions.answer({ answers: [{ requestId: request?.id ?? '', answer: 'once' }] });
  // The first took all there was: the second waits until somebody has allowed more, and so does the third.
  for (const [more, answer] of [
    ['50 tokens more, after 50', 'once'],
    ['50 tokens more, after 100', 'deny'],
  ] as const) {
    await expect.poll(async () => (await open())[0]?.need.detail, { timeout: 30_000 }).toContain(more);
    const [asked] = await open();
    expect(asked?.need).toMatchObject({ capability: 'shell', exact: true });
    await client.permissions.answer({ answers: [{ requestId: asked?.id ?? '', answer }] });
  }
  const { tasks, status } = await served.ended(runId);
  expect(status).toBe('completed');
  const { stdout } = z.object({ stdout: z.string() }).parse(tasks['agent']?.output);
  // A no is for good.
  expect(stdout).toMatch(/^(200 The answer\.\n){2}(429 insufficient_quota\n){2}/);
  expect(stdout.trimEnd().endsWith('200')).toBe(true);
  expect(stdout).not.toContain(realKey);
  // The mark of a program begins like one, and is shorter.
  const key = /heron-[\w-]{43}/;
  expect(stdout).not.toMatch(key);
  const { requests } = await client.spending.requests({ runId });
  const used = { runId, inputTokens: 40, outputTokens: 10 };
  expect(requests).toMatchObject([used, used]);
  expect((await client.spending.access({})).filter((each) => each.runId === runId)).toEqual([]);
  expect(served.logText()).not.toMatch(key);
});

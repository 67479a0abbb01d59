import { expect, onTestFinished, test } from 'vitest';
import { checkAuth } from '../../src/main/headless/commands/auth.ts';
import { recordingTerminal } from '../../src/main/headless/recording-terminal.ts';
import { startScriptedModel } from '../../src/main/models/fixtures/start-scripted-model.ts';
import { openServedEngine } from './served-engine.ts';
import { startSignInServer } from './sign-in-server.ts';

test('heron auth check ends with 0, 1 or 2 as keys and sign-ins hold, are missing or end soon; as a schedule it tells [AU-06]', async () => {
  const models = await startScriptedModel({ key: 'right', replies: [] });
  const notes = await startSignInServer();
  const served = await openServedEngine();
  onTestFinished(async () => {
    await served.close();
    await notes.close();
    await models.close();
  });
  const { client } = served.engine();
  const check = async (): Promise<[code: number, ...lines: string[]]> => {
    const terminal = recordingTerminal({});
    const openEngine = async () => ({ client: async () => client, close: async () => undefined }) as never;
    const code = await checkAuth({ terminal, openEngine }, {});
    return [code, ...terminal.outLines];
  };
  expect(await check()).toEqual([0]);

  await client.models.keepProvider({
    providerId: 'own',
    kind: 'openai',
    baseUrl: models.baseUrl,
    models: ['scripted'],
  });
  expect(await check()).toEqual([1, expect.stringMatching(/^model {2}own {2}missing .*There is no key$/)]);
  await client.models.keepAccount({ providerId: 'own', accountId: 'main', apiKey: 'wrong' });
  expect(await check()).toEqual([1, expect.stringContaining('status 401')]);
  await client.models.keepAccount({ providerId: 'own', accountId: 'main', apiKey: 'right' });
  expect(await check()).toEqual([0, expect.stringContaining('own  ok')]);

  await client.mcp.add({ name: 'notes', connection: { transport: 'http', url: notes.url, headers: {} } });
  expect((await check())[0]).toBe(1);
  const signIn = async (): Promise<void> => {
    const { page } = await client.mcp.signIn({ name: 'notes' });
    const shown = await fetch(page, { redirect: 'manual' });
    await fetch(shown.headers.get('location') ?? '');
    const state = async () => (await client.mcp.list()).find(({ name }) => name === 'notes')?.signIn;
    await expect.poll(state, { timeout: 30_000 }).toBe('done');
  };
  await signIn();
  // It is renewed by itself, so its end is nobody's concern.
  expect((await check())[0]).toBe(0);
  await client.mcp.signOut({ name: 'notes' });
  notes.endsForGood = true;
  await signIn();
  const [code, ...lines] = await check();
  expect(code).toBe(2);
  expect(lines.find((line) => line.startsWith('mcp'))).toMatch(/notes +expiring +ends .*within a day/);

  const schedule = await client.schedules.add({
    work: { kind: 'template', name: 'check-sign-ins', input: {} },
    time: { kind: 'cron', cron: '0 8 * * *' },
  });
  const run = await served.ended((await client.schedules.run({ scheduleId: schedule.id })).runId);
  expect(run).toMatchObject({ status: 'failed', tasks: { check: { output: { standing: 'expiring', code: 2 } } } });
  expect(run.tasks['tell']?.error?.message).toContain('notes: The sign-in ends within a day');
});

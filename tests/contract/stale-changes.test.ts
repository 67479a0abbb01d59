import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServedEngine, type ServedTestEngine } from './served-engine.ts';

let served: ServedTestEngine;
beforeAll(async () => {
  served = await openServedEngine();
});
afterAll(() => served.close());

const client = () => served.engine().client;
const refused = { code: 'conflict', message: expect.stringContaining('changed meanwhile') as unknown };

test('what is set up of models is changed by the hash that was read; of two who read the same the later is refused [GW-02]', async () => {
  const { models } = client();
  await models.keepProvider({ providerId: 'work', kind: 'openai', models: ['one', 'two'] });
  const { hash } = await models.overview({});
  const both = await Promise.allSettled([
    models.keepAlias({ alias: 'smart', models: ['work/one'], baseHash: hash }),
    models.keepAlias({ alias: 'smart', models: ['work/two'], baseHash: hash }),
  ]);
  expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: refused }]);
  const late = [
    models.keepProvider({ providerId: 'work', models: [], baseHash: hash }),
    models.removeProvider({ providerId: 'work', baseHash: hash }),
    models.keepRoute({ purpose: 'code', models: ['work/two'], baseHash: hash }),
    models.describe({ model: 'work/one', own: { vision: false }, baseHash: hash }),
    models.setDefault({ model: 'work/two', baseHash: hash }),
    models.configure({ baseUrl: 'http://127.0.0.1:1/v1', model: 'three', baseHash: hash }),
  ];
  for (const change of late) await expect(change).rejects.toMatchObject(refused);
  const now = await models.overview({});
  expect(now).toMatchObject({ providers: [{ id: 'work', models: ['one', 'two'] }], routes: expect.any(Array) });
  expect(now.aliases).toEqual([{ alias: 'smart', models: ['work/one'] }]);
  await models.keepRoute({ purpose: 'code', models: ['work/two'], baseHash: now.hash });
});

test('settings of a worker, too [GW-02]', async () => {
  const { workerSettings } = client();
  const { hash } = await workerSettings.get({ workerId: 'scrape' });
  const kept = await workerSettings.update({ workerId: 'scrape', values: { secondsBetween: 3 }, baseHash: hash });
  const late = workerSettings.update({ workerId: 'scrape', values: { secondsBetween: 9 }, baseHash: hash });
  await expect(late).rejects.toMatchObject(refused);
  expect(await workerSettings.get({ workerId: 'scrape' })).toEqual(kept);
  expect(kept.values['secondsBetween']).toBe(3);
  await workerSettings.update({ workerId: 'scrape', reset: ['secondsBetween'], baseHash: kept.hash });
});

test('MCP servers and what is offered to MCP clients, too [GW-02]', async () => {
  const { mcp } = client();
  const connection = { transport: 'stdio' as const, command: process.execPath, args: ['--version'] };
  const { hash } = await mcp.add({ name: 'mute', connection });
  await mcp.switch({ name: 'mute', isOn: false, baseHash: hash });
  await expect(mcp.switch({ name: 'mute', isOn: true, baseHash: hash })).rejects.toMatchObject(refused);
  const late = mcp.setTool({ name: 'mute', tool: 'any', policy: 'off', baseHash: hash });
  await expect(late).rejects.toMatchObject(refused);
  expect(await mcp.list()).toMatchObject([{ name: 'mute', state: 'off' }]);

  const { rules, hash: offered } = await mcp.offer();
  await mcp.setOffer({ ...rules, deny: ['text'], baseHash: offered });
  await expect(mcp.setOffer({ ...rules, deny: ['checksum'], baseHash: offered })).rejects.toMatchObject(refused);
  expect((await mcp.offer()).rules.deny).toEqual(['text']);
});

test('webhooks, too: a new address that somebody else has just been given is not made void unseen [GW-02]', async () => {
  const { triggers } = client();
  const parameters = { type: 'object' as const, properties: {}, additionalProperties: false as const };
  served.template({ name: 'greet', parameters, tasks: [{ id: 'greet', value: 'Hello' }] });
  const { trigger } = await triggers.add({ template: 'greet' });
  const { id: triggerId, hash: baseHash } = trigger;
  const { trigger: rotated } = await triggers.rotate({ triggerId, baseHash });
  for (const change of [triggers.rotate, triggers.pause, triggers.resume, triggers.remove]) {
    await expect(change({ triggerId, baseHash })).rejects.toMatchObject(refused);
  }
  expect(await triggers.pause({ triggerId, baseHash: rotated.hash })).toMatchObject({ isPaused: true });
});

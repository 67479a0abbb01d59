import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { defaultEyes } from '../../../contract/eyes.ts';
import type { AnyEvent } from '../../../contract/events.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { scriptedClient } from '../agents/fixtures/scripted-client.ts';
import { look } from './look.ts';
import type { Reader } from './reading/reader.ts';
import { createEyes } from './service.ts';

const picture = PNG.sync.write(new PNG({ width: 60, height: 40 }));
const makeId = createIds();

function open({ hasModel = false } = {}) {
  let now = 1_000_000;
  const log = createEventLog({ database: openDatabase({ file: ':memory:' }), makeId, clock: () => now });
  const told: AnyEvent[] = [];
  log.listen((event) => void told.push(event));
  const word = { text: 'Boo', confidence: 0.93, box: { x: 0.125, y: 0.25, width: 1 / 3, height: 0.0625 } };
  const reader: Reader = {
    missing: () => undefined,
    read: async () => ({ text: 'Boo', words: [word], tookMs: 1 }),
    pid: () => undefined,
    close: () => undefined,
  };
  const settings = defaultEyes;
  const eyes = createEyes({
    ...{ log, makeId, clock: () => now, reader, environment: {}, screens: undefined },
    ...{ settings: () => settings, hasModel: () => hasModel },
  });
  const marks: string[] = [];
  const client = scriptedClient([{ text: 'A grey card.' }]);
  const runId = makeId('run');
  const see = (action: string, { signal = new AbortController().signal, wantsBoxes = false } = {}) =>
    look(
      {
        ...{ log, requests: eyes.requests, kept: eyes.kept, reader, client, hasModel: () => hasModel },
        keep: async () => {
          throw new Error('nothing is kept here');
        },
        mark: async (_scope, source) => void marks.push(source),
      },
      {
        ...{ kind: 'screen', action, question: 'What is it?', wantsBoxes, signal, onUsed: () => undefined },
        scope: { runId, taskId: 'look' },
      },
    );
  return { eyes, told, marks, see, client, pass: (ms: number) => (now += ms) };
}

test('a run that wants to see asks at the windows, and marks itself before it is given what was read [MM-05]', async () => {
  const { eyes, told, marks, see } = open();
  const seen = see('read');
  const [request] = eyes.status().requests;
  expect(told).toMatchObject([{ type: 'eyes.wanted', payload: { request: { wants: 'screen' } } }]);
  expect(() => eyes.show(request!.id, Buffer.from('no picture'), { title: '', wasPreviewed: true })).toThrow('PNG');
  eyes.show(request!.id, picture, { title: 'Notes', wasPreviewed: true });
  expect(await seen).toEqual({ text: 'Boo', title: 'Notes', words: 1 });
  expect(marks).toEqual(['what the screen showed (Notes)']);
  expect(eyes.status().requests).toEqual([]);
  expect(() => eyes.requests.decline(request!.id)).toThrow('Nothing waits for this any more');
  await expect
    .poll(() => told.find(({ type }) => type === 'eyes.seen')?.payload)
    .toEqual({
      ...{ kind: 'screen', title: 'Notes', width: 60, height: 40, wasPreviewed: true },
    });
});

test('a no, and a run that is stopped, end the waiting', async () => {
  const { eyes, see } = open();
  const declined = see('read');
  eyes.requests.decline(eyes.status().requests[0]!.id);
  await expect(declined).rejects.toMatchObject({ code: 'permission-denied' });
  const stop = new AbortController();
  const stopped = see('read', { signal: stop.signal });
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  expect(eyes.status().requests).toEqual([]);
});

test('what Heron may look at by itself is asked for nowhere, until it is old or forgotten', async () => {
  const { eyes, see, pass } = open();
  eyes.keep('screen', picture, { title: '', seconds: 15 });
  expect(await see('read')).toMatchObject({ text: 'Boo' });
  pass(15_001);
  const waits = see('read');
  expect(eyes.status().requests).toHaveLength(1);
  eyes.requests.decline(eyes.status().requests[0]!.id);
  await expect(waits).rejects.toMatchObject({ code: 'permission-denied' });
  eyes.keep('screen', picture, { title: '', seconds: 15 });
  eyes.kept.forget('screen');
  expect(eyes.kept.fresh('screen')).toBeUndefined();
});

test('a text is copied at a window before its run goes on', async () => {
  const { eyes, see } = open();
  eyes.keep('screen', picture, { title: '', seconds: 15 });
  const copying = see('copy');
  await expect.poll(() => eyes.status().requests).toMatchObject([{ wants: 'copy', text: 'Boo' }]);
  eyes.requests.copied(eyes.status().requests[0]!.id);
  expect(await copying).toMatchObject({ words: 1 });
});

test('a picture goes to a model only where one is asked, and none is asked for without a model', async () => {
  await expect(open().see('describe')).rejects.toMatchObject({ code: 'unsupported' });
  const { eyes, see, client, marks } = open({ hasModel: true });
  eyes.keep('screen', picture, { title: '', seconds: 15 });
  expect(await see('describe')).toEqual({ text: 'A grey card.', title: '' });
  expect(client.asked[0]?.messages[0]?.role).toBe('user');
  expect(JSON.stringify(client.asked[0]?.messages)).toContain('image/png');
  expect(marks).toEqual(['what the screen showed']);
});

test('each word comes with its place in the picture where that is asked for [MM-05]', async () => {
  const { eyes, see } = open();
  eyes.keep('screen', picture, { title: '', seconds: 15 });
  const box = { text: 'Boo', x: 0.125, y: 0.25, width: 0.3333, height: 0.0625, confidence: 0.93 };
  expect(await see('read', { wantsBoxes: true })).toEqual({ text: 'Boo', title: '', words: 1, boxes: [box] });
});

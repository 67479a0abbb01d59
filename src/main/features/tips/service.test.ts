import { expect, test } from 'vitest';
import { Manifest } from '../../../contract/manifest.ts';
import { openDatabase } from '../../base/database.ts';
import { createEventLog } from '../../base/event-log.ts';
import { createIds } from '../../base/ids.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { createTips, tipFor } from './service.ts';
import { tipStore } from './store.ts';
import type { Happening } from './table.ts';

const nothing: Happening = {
  wasDenied: false,
  wasNotUnderstood: false,
  wasHeld: false,
  wasQueued: false,
  hasModel: false,
  completedRuns: 0,
  messages: 0,
};
const done: Happening = { ...nothing, run: { id: 'run_1', status: 'completed', changedFiles: false } };
const bird = Manifest.parse({
  id: 'bird',
  version: '1.0.0',
  engines: { heron: '*' },
  name: 'Bird',
  description: 'Sings.',
  tier: 'isolate',
  limits: { memoryMb: 64, cpuMs: 1000, wallMs: 1000 },
  actions: {},
  tips: ['It knows two songs.', 'It sings louder at dawn.'],
});
const manifestOf = (id: string) => (id === 'bird' ? bird : undefined);

test('what just happened decides which tip it is; none comes twice; those of workers come last [UI-07]', () => {
  const tip = (happening: Happening, seen: string[] = []) => tipFor(happening, ['bird'], manifestOf, new Set(seen))?.id;
  expect(tip({ ...nothing, wasDenied: true })).toBe('grants');
  expect(tip({ ...nothing, wasDenied: true }, ['grants'])).toBeUndefined();
  expect(tip({ ...nothing, wasNotUnderstood: true })).toBe('model');
  expect(tip({ ...nothing, wasNotUnderstood: true, hasModel: true })).toBeUndefined();
  expect(tip({ ...done, completedRuns: 3 })).toBe('template');
  expect(tip({ ...done, completedRuns: 2 })).toBe('bird: It knows two songs.');
  expect(tip(done, ['bird: It knows two songs.'])).toBe('bird: It sings louder at dawn.');
});

test('a tip comes after some messages, goes with the next one, and is not shown while tips are off [UI-07]', async () => {
  const database = openDatabase({ file: ':memory:' });
  const makeId = createIds();
  const log = createEventLog({ database, makeId, clock: Date.now });
  let isOn = true;
  const open = () => {
    const store = tipStore(database);
    const tips = createTips({
      ...{ log, store, logger: silentLogger, manifestOf, isOn: () => isOn },
      ...{ hasModel: () => false, completedRuns: () => 0, changedFiles: () => false },
    });
    tips.start();
    return tips;
  };
  let tips = open();
  const conversationId = makeId('cnv');
  const say = (role: 'person' | 'assistant', more: { nearPhrases?: string[] } = {}) => {
    const message = { id: makeId('msg'), conversationId, role, text: 'words', at: 1, ...more };
    return log.append([{ type: 'message.added', payload: { message }, scope: { conversationId } }]);
  };
  const exchange = async () => {
    await say('person');
    await say('assistant', { nearPhrases: ['list the files'] });
  };
  await exchange();
  expect(tips.current()).toBeNull();
  await exchange();
  await expect.poll(() => tips.current()).toMatchObject({ id: 'model', place: { screen: 'models' } });
  isOn = false;
  expect(tips.current()).toBeNull();
  isOn = true;
  await tips.close();
  tips = open();
  expect(tips.current()).toMatchObject({ id: 'model', conversationId });
  await exchange();
  await expect.poll(() => tips.current()).toBeNull();
  await exchange();
  await tips.close();
  expect(tips.current()).toBeNull();
  const shown = log
    .list({ types: ['tip.changed'] })
    .flatMap((event) => (event.type === 'tip.changed' && event.payload.tip ? [event.payload.tip.id] : []));
  expect(shown).toEqual(['model']);
});

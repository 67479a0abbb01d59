import { expect, test } from 'vitest';
import type { Schedule } from '../../../contract/schedules.ts';
import type { Worker } from '../../../contract/workers.ts';
import { pollPicks, pollTimeOf } from './poll-draft.ts';
import { definitionOf, draftOf } from './schedule-draft.ts';

const kept: Schedule = {
  ...{
    id: 'sch_1',
    title: 'Zip',
    words: 'when a file changes in /notes',
    zone: 'UTC',
    createdAt: 0,
    changedAt: 0,
    next: [],
    alarms: [],
  },
  ...{ missed: 'ask', overlap: 'skip', results: { to: 'none' }, isPaused: false },
  work: { kind: 'sentence', text: 'zip it', baseFolder: '/home/ada' },
  time: { kind: 'files', folder: '/notes', globs: [], quietMs: 9000 },
};

test('a schedule that is opened and saved is the same', () => {
  const read = { kind: 'files' as const, folder: '/notes', globs: [], quietMs: 2000 };
  const { title, work, time, missed, overlap, results } = kept;
  expect(definitionOf(draftOf(kept), read, kept)).toEqual({
    definition: { title, work, time, missed, overlap, results },
  });
});

test('a heartbeat has hours, both or none, and stays what it is when it is saved [AU-05]', () => {
  const work = { kind: 'heartbeat' as const, always: true, hours: { from: '09:00', to: '22:00' } };
  const time = { kind: 'interval' as const, everyMs: 1_800_000 };
  const schedule: Schedule = { ...kept, work, time, results: { to: 'last' } };
  const draft = draftOf(schedule);
  expect(definitionOf(draft, time, schedule)).toMatchObject({ definition: { work, results: { to: 'last' } } });
  const open = { ...draft, hours: { from: '', to: '' } };
  expect(definitionOf(open, time, schedule)).toMatchObject({
    definition: { work: { kind: 'heartbeat', always: true } },
  });
  expect(definitionOf({ ...draft, hours: { from: '09:00', to: '' } }, time, schedule)).toMatchObject({
    field: 'hours',
  });
});

test('other words are another time', () => {
  const draft = { ...draftOf(kept), words: 'every day', zone: 'UTC' };
  const read = definitionOf(draft, { kind: 'cron', cron: '0 9 * * *' }, kept);
  expect(read).toMatchObject({ definition: { time: { kind: 'cron', cron: '0 9 * * *', zone: 'UTC' } } });
});

test('the zone and a cron without words have fields of their own', () => {
  const time = { kind: 'cron' as const, cron: '0 9 1-7 * 1', zone: 'UTC' };
  const draft = draftOf({ ...kept, time, words: 'at the times of 0 9 1-7 * 1 in UTC' });
  expect(draft).toMatchObject({ words: '0 9 1-7 * 1', zone: 'UTC' });
});

test('what is wrong is said of its field', () => {
  const time = { kind: 'start' as const };
  expect(definitionOf(draftOf(undefined), time, undefined)).toEqual({
    ...{ field: 'sentence', problem: 'Say what is to be done' },
  });
  const draft = { ...draftOf(undefined, 'wfl_1'), input: '[1]' };
  expect(definitionOf(draft, time, undefined)).toMatchObject({ field: 'input' });
  expect(definitionOf({ ...draft, input: '{"a":1}' }, time, undefined)).toMatchObject({
    definition: { work: { kind: 'workflow', workflowId: 'wfl_1', input: { a: 1 } } },
  });
});

test('what is polled is kept as it was, and a trigger of a worker fills the form', () => {
  const time = {
    kind: 'poll' as const,
    action: 'files.list',
    input: { path: '/in' },
    items: 'output.entries',
    everyMs: 60_000,
  };
  const draft = draftOf({ ...kept, time, words: 'when files.list gives something new' });
  const read = draft.poll && pollTimeOf(draft.poll);
  expect(read).toEqual(time);
  expect(definitionOf(draft, time, kept)).toMatchObject({ definition: { time } });
  const trigger = {
    ...{ title: 'New mail', description: 'x', means: 'mail comes', action: 'unread', input: { limit: 5 } },
    ...{ key: 'item.id', everySeconds: 30, payload: { type: 'object', properties: {}, additionalProperties: false } },
  };
  const workers = [{ id: 'mail', state: 'ready', manifest: { triggers: { mail: trigger } } }] as unknown as Worker[];
  expect(pollPicks(workers)).toMatchObject([
    {
      value: 'mail.mail',
      poll: {
        action: 'mail.unread',
        input: { limit: 5 },
        items: '',
        key: 'item.id',
        everyMs: 30_000,
        means: 'mail comes',
      },
    },
  ]);
});

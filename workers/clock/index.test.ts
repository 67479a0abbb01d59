import { fakeContext } from 'heron/worker-kit/testing';
import { describe, expect, test } from 'vitest';
import worker from './index.ts';

const { now, wait } = worker.actions;

describe('now', () => {
  test.each([
    ['2026-11-21T13:03:05Z', 'Europe/Berlin', '2026-11-21T14:03:05+01:00'],
    ['2026-07-01T12:00:00Z', 'Europe/Berlin', '2026-07-01T14:00:00+02:00'],
    ['2026-11-21T13:03:05Z', 'America/St_Johns', '2026-11-21T09:33:05-03:30'],
    ['2026-11-21T23:30:00Z', 'Asia/Kolkata', '2026-11-22T05:00:00+05:30'],
    ['2026-11-21T13:03:05Z', 'UTC', '2026-11-21T13:03:05+00:00'],
  ])('%s in %s is %s', async (utc, zone, iso) => {
    const output = await now({ zone }, fakeContext({ now: Date.parse(utc) }));
    expect(output).toMatchObject({ iso, zone, epochMs: Date.parse(utc) });
    expect(Date.parse(output.iso)).toBe(Math.floor(Date.parse(utc) / 1000) * 1000);
  });

  test('a date reads as a sentence does', async () => {
    const output = await now({ zone: 'UTC' }, fakeContext({ now: Date.parse('2026-11-21T13:03:05Z') }));
    expect(output.text).toBe('Saturday, 21 November 2026 at 13:03:05');
  });

  test('without a zone it is the time of this machine', async () => {
    const { zone } = await now({}, fakeContext({ now: 0 }));
    expect(zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  test.each([
    ['Berlin', 'Europe/Berlin'],
    ['new york', 'America/New_York'],
    ['utc', 'UTC'],
    ['US/Eastern', 'US/Eastern'],
  ])('%s means %s', async (asked, zone) => {
    expect(await now({ zone: asked }, fakeContext({ now: 0 }))).toMatchObject({ zone });
  });

  test('a zone that does not exist is refused, naming the field', async () => {
    const call = async () => now({ zone: 'Atlantis' }, fakeContext());
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input', details: { field: 'zone' } });
  });
});

describe('wait', () => {
  test('it sleeps as long as it was told and says how much is left', async () => {
    const context = fakeContext({ now: 1000 });
    expect(await wait({ duration: 2, unit: 'minutes' }, context)).toEqual({ waitedMs: 120_000 });
    expect(context.now()).toBe(121_000);
    expect(context.reports).toHaveLength(120);
    expect(context.reports[60]).toEqual({ percent: 50, text: '60 seconds left' });
  });

  test('cancelling the run ends it', async () => {
    const context = fakeContext();
    const waiting = wait({ duration: 1, unit: 'hours' }, context);
    context.abort('changed my mind');
    await expect(waiting).rejects.toThrow('changed my mind');
  });

  test('it does not wait for longer than a day', async () => {
    const call = async () => wait({ duration: 25, unit: 'hours' }, fakeContext({ now: 0 }));
    await expect(call()).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

import { afterEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../base/database.ts';
import { silentLogger } from '../../base/silent-logger.ts';
import { makeCode, questionWithCode } from './codes.ts';
import { createExpiry } from './expiry.ts';
import { asker, makeId, need, never, openPermissions, questions } from './fixtures/open-permissions.ts';
import { wrongCodesAtMost } from './question-rows.ts';

afterEach(() => void vi.useRealTimers());

const waits = () => asker(true, { whenMissing: 'wait' });

test('a question of an unattended run that waits is in the inbox until it is answered, also after a restart [SB-18]', async () => {
  const database = openDatabase({ file: ':memory:' });
  const opened = openPermissions({ database });
  const who = waits();
  const stop = new AbortController();
  const interrupted = opened.permissions.ensure(who, [need('/docs')], stop.signal);
  interrupted.catch(() => {});
  const [question] = await questions(opened, 1);
  expect(question?.expiresAt).toBeUndefined();
  stop.abort(new Error('closing'));
  await expect(interrupted).rejects.toThrow('closing');

  const later = openPermissions({ database, now: opened.time.now + 30 * 86_400_000 });
  await later.permissions.sweep();
  expect(later.permissions.pending()).toEqual([question]);
  const waiting = later.permissions.ensure(who, [need('/docs')], never);
  await later.permissions.answer([{ requestId: question!.id, answer: 'run' }]);
  await waiting;
});

test('without that word the missing permission fails the unattended run at once', async () => {
  const { permissions } = openPermissions();
  await expect(permissions.ensure(asker(true), [need('/docs')], never)).rejects.toMatchObject({
    code: 'permission-missing',
  });
  expect(permissions.pending()).toEqual([]);
});

test('a question nobody answers in time is denied, audited, and answered no more [SB-18]', async () => {
  const opened = openPermissions({ answerTimes: { attendedMs: 300_000, unattendedMs: 0 } });
  const { permissions, events, audit, time } = opened;
  const waiting = permissions.ensure(asker(), [need('/docs')], never);
  waiting.catch(() => {});
  const [question] = await questions(opened, 1);
  expect(question?.expiresAt).toBe(time.now + 300_000);
  time.now += 300_000;
  // The machine slept, nobody has swept: the answer comes too late all the same.
  expect(permissions.pending()).toEqual([]);
  await expect(permissions.answer([{ requestId: question!.id, answer: 'run' }])).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(waiting).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('nobody answered in time'),
  });
  expect(events.list({ types: ['permission.denied'] })).toMatchObject([
    { payload: { rule: 'nobody answered in time' } },
  ]);
  await audit.settled();
  expect(permissions.audit({ limit: 10 })).toMatchObject([
    { operation: 'question', target: '/docs', decision: 'denied', rule: 'nobody answered in time' },
  ]);
});

test('a no that was said, or came by time, while the run was not going on holds when it is taken up', async () => {
  for (const how of ['said', 'expired'] as const) {
    const database = openDatabase({ file: ':memory:' });
    const opened = openPermissions({ database });
    const who = asker();
    const stop = new AbortController();
    opened.permissions.ensure(who, [need('/docs')], stop.signal).catch(() => {});
    const [question] = await questions(opened, 1);
    stop.abort(new Error('closing'));

    const between = openPermissions({ database, now: opened.time.now + (how === 'expired' ? 300_000 : 0) });
    if (how === 'said') await between.permissions.answer([{ requestId: question!.id, answer: 'deny' }]);
    else await between.permissions.sweep();

    const { permissions, events } = openPermissions({ database, now: between.time.now });
    await expect(permissions.ensure(who, [need('/docs')], never)).rejects.toMatchObject({ code: 'permission-denied' });
    expect(permissions.pending()).toEqual([]);
    await permissions.endRun(who.runId);
    expect(database.prepare('SELECT count(*) FROM permission_requests').pluck().get()).toBe(0);
    expect(events.list({ types: ['permission.requested'] })).toHaveLength(1);
  }
});

test('a code answers its question once, however it is typed, and the log does not know it [SB-18]', async () => {
  const opened = openPermissions();
  const { permissions, events } = opened;
  const waiting = permissions.ensure(waits(), [need('/a'), need('/b')], never);
  const [first, second] = await questions(opened, 2);
  expect(second!.createdAt).toBe(first!.createdAt);
  const code = first!.code!;
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{6}$/);
  expect(code).not.toBe(second!.code);
  const typed = ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `;
  expect(await permissions.answerByCode(typed, 'once')).toMatchObject({ id: first!.id });
  await expect(permissions.answerByCode(code, 'once')).rejects.toMatchObject({ code: 'not-found' });
  await permissions.answerByCode(second!.code!, 'run');
  await waiting;
  expect(JSON.stringify(events.list({}))).not.toContain(code);
});

test('guessing makes the codes of the open questions void, for good, and leaves the buttons [SB-18]', async () => {
  const database = openDatabase({ file: ':memory:' });
  const opened = openPermissions({ database });
  const who = waits();
  const waiting = opened.permissions.ensure(who, [need('/a')], never);
  const [question] = await questions(opened, 1);
  const code = question!.code!;
  const wrong = code === '222222' ? '333333' : '222222';
  const guess = () => opened.permissions.answerByCode(wrong, 'always');
  for (let tries = 1; tries < wrongCodesAtMost; tries += 1) await expect(guess()).rejects.toThrow('No open question');
  expect(opened.permissions.pending()[0]?.code).toBe(code);
  await expect(guess()).rejects.toMatchObject({ code: 'not-found' });
  await expect(opened.permissions.answerByCode(code, 'always')).rejects.toMatchObject({ code: 'not-found' });
  expect(opened.permissions.pending()).toMatchObject([{ id: question!.id }]);
  expect(openPermissions({ database }).permissions.pending()[0]?.code).toBeUndefined();

  // Whoever is asked afterwards has a code that is good.
  const later = opened.permissions.ensure(who, [need('/b')], never);
  const fresh = (await questions(opened, 2)).find(({ need: { target } }) => target === '/b');
  await opened.permissions.answerByCode(fresh!.code!, 'run');
  await later;
  await opened.permissions.answer([{ requestId: question!.id, answer: 'once' }]);
  await waiting;
});

test('two answers at the same time: one counts, and there is one grant', async () => {
  const opened = openPermissions();
  const waiting = opened.permissions.ensure(asker(), [need('/a')], never);
  const [question] = await questions(opened, 1);
  const answers = await Promise.allSettled(
    (['always', 'run', 'deny'] as const).map((answer) =>
      opened.permissions.answer([{ requestId: question!.id, answer }]),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await waiting;
  expect(opened.permissions.grants()).toHaveLength(1);
});

test('an answer that cannot be written down leaves the question as it was', async () => {
  const opened = openPermissions();
  const waiting = opened.permissions.ensure(asker(), [need('/a')], never);
  const [question] = await questions(opened, 1);
  const answer = () => opened.permissions.answer([{ requestId: question!.id, answer: 'run' }]);
  opened.database.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON grants BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await expect(answer()).rejects.toThrow('disk full');
  expect(opened.permissions.pending()).toHaveLength(1);
  opened.database.exec('DROP TRIGGER full_disk');
  await answer();
  await waiting;
});

test('no two open questions have the same code, and a question without one is answered by none', () => {
  const open = Array.from({ length: 200 }, () => ({ code: makeCode([]) }) as never);
  expect(open).not.toContainEqual({ code: makeCode(open) });
  expect(questionWithCode('', [{ id: makeId('req') } as never])).toBeUndefined();
});

test('what is over is ended soon after its time, also when the timer stood still meanwhile', async () => {
  vi.useFakeTimers();
  let now = 0;
  let next: number | undefined = 3_600_000;
  let ended = 0;
  const expiry = createExpiry({
    clock: () => now,
    logger: silentLogger,
    nextEnd: () => next,
    end: async () => {
      if (next === undefined || next > now) return;
      ended += 1;
      next = undefined;
    },
  });
  expiry.plan();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ended).toBe(0);
  // An hour passes on the clock and next to nothing on the timer.
  now = 3_600_001;
  await vi.advanceTimersByTimeAsync(5000);
  expect(ended).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
  next = 9_000_000;
  await expiry.close();
  expiry.plan();
  expect(vi.getTimerCount()).toBe(0);
});

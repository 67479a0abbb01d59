import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { tail, grep, parse, journal } = worker.actions;
const hasJournalctl = spawnSync('journalctl', ['--version']).status === 0;
const journalWriter = ['/lib/systemd', '/usr/lib/systemd']
  .map((place) => join(place, 'systemd-journal-remote'))
  .find((program) => existsSync(program));

let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-journal-')));
  path = join(folder, 'export.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = (): FakeContext => fakeContext({ allow: { read: [folder] } });

/** In journald's export format; `at` is a second of 2025-11-24T16:00. */
function entry(at: number, ...more: (string | Buffer)[]): Buffer[] {
  const times = [`__REALTIME_TIMESTAMP=${1_764_000_000 + at}000000`, `__MONOTONIC_TIMESTAMP=${at}`];
  const lines = [...times, '_BOOT_ID=0123456789abcdef0123456789abcdef', ...more, ''];
  return lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
}

/** As systemd keeps it. */
function writeJournal(name: string, ...entries: Buffer[][]): string {
  const file = join(folder, name);
  execFileSync(journalWriter ?? '', [`--output=${file}`, '-'], {
    input: Buffer.concat(entries.flat()),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return file;
}

test.skipIf(!journalWriter || !hasJournalctl)(
  'a journal that systemd wrote, as journalctl gives it (skipped without systemd-journal-remote and journalctl) [W-10]',
  async () => {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(9n);
    const file = writeJournal(
      'x.journal',
      entry(1, 'PRIORITY=3', 'SYSLOG_IDENTIFIER=sshd', 'MESSAGE=Failed password for root'),
      entry(
        2,
        'PRIORITY=6',
        'SYSLOG_IDENTIFIER=kernel',
        Buffer.concat([Buffer.from('MESSAGE\n'), field, Buffer.from('two\nlines')]),
      ),
      entry(3, 'PRIORITY=4', '_COMM=cron', 'MESSAGE=grün = gut'),
    );
    writeFileSync(path, execFileSync('journalctl', ['--file', file, '--output=export', '--quiet']));
    const output = await parse({ path, format: 'auto', limit: 10 }, allowed());
    expect(output).toMatchObject({ format: 'journald', total: 3, levels: { error: 1, info: 1, warning: 1 } });
    expect(output.entries.map(({ source, message, at }) => [source, message, at])).toEqual([
      ['sshd', 'Failed password for root', '2025-11-24T16:00:01.000Z'],
      ['kernel', 'two\nlines', '2025-11-24T16:00:02.000Z'],
      ['cron', 'grün = gut', '2025-11-24T16:00:03.000Z'],
    ]);
    const found = await grep(
      { path, ...{ ignoreCase: false, invert: false, limit: 10 }, pattern: 'MESSAGE=.*password', regex: true },
      allowed(),
    );
    expect(found).toMatchObject({ total: 1, matches: [{ text: 'MESSAGE=Failed password for root' }] });
    expect((await tail({ path, lines: 1 }, allowed())).lines).toHaveLength(1);
  },
);

describe.skipIf(!journalWriter || !hasJournalctl)(
  'the journal of a machine (skipped without systemd-journal-remote and journalctl)',
  () => {
    /** Asks a journal of its own instead of the machine's. */
    function asking(): FakeContext {
      const context = fakeContext({ allow: { programs: ['journalctl'] } });
      const { run } = context.shell;
      context.shell.run = (program, args, options) => run(program, [`--directory=${folder}`, ...args], options);
      return context;
    }

    const ofSsh = ['_SYSTEMD_UNIT=ssh.service', 'SYSLOG_IDENTIFIER=sshd'];
    const failed = (at: number): Buffer[] => entry(at, 'PRIORITY=3', ...ofSsh, `MESSAGE=Failed password ${at}`);
    const accepted = (at: number): Buffer[] => entry(at, 'PRIORITY=6', ...ofSsh, `MESSAGE=Accepted password ${at}`);
    const ofCron = (at: number): Buffer[] => entry(at, 'PRIORITY=6', '_SYSTEMD_UNIT=cron.service', 'MESSAGE=ran');
    const messages = async (input: Partial<Parameters<typeof journal>[0]>): Promise<string[]> =>
      (await journal({ limit: 100, ...input }, asking())).entries.map(({ message }) => message);

    test('is asked for a unit, a level, a time and a text, and gives the newest [W-10]', async () => {
      writeJournal('x.journal', accepted(1), ofCron(2), failed(3), accepted(4));
      expect(await messages({})).toEqual(['Accepted password 1', 'ran', 'Failed password 3', 'Accepted password 4']);
      expect(await messages({ unit: 'ssh', level: 'error' })).toEqual(['Failed password 3']);
      expect(await messages({ unit: 'cron.service' })).toEqual(['ran']);
      const [since, until] = [3, 3].map((at) => `@${1_764_000_000 + at}`);
      expect(await messages({ since, until })).toEqual(['Failed password 3']);
      expect(await messages({ pattern: 'Accepted' })).toEqual(['Accepted password 1', 'Accepted password 4']);
      const newest = await journal({ limit: 1 }, asking());
      expect(newest).toMatchObject({ total: 1, isCut: true, entries: [{ source: 'sshd', level: 'info' }] });
      expect(await journal({ limit: 1, pattern: 'Accepted' }, asking())).toMatchObject({ total: 2, isCut: true });
    });

    test('is followed until enough has come', async () => {
      writeJournal('x.journal', accepted(1));
      const following = journal({ limit: 1, unit: 'ssh', seconds: 60 }, asking());
      let at = 10;
      const timer = setInterval(() => writeJournal(`later-${(at += 1)}.journal`, failed(at)), 500);
      const { entries, isCut } = await following;
      clearInterval(timer);
      expect(entries[0]?.message).toMatch(/^Failed password 1\d$/);
      expect(isCut).toBe(true);
    });

    test('is followed for a time', async () => {
      writeJournal('x.journal', accepted(1));
      expect(await journal({ limit: 10, seconds: 1 }, asking())).toEqual({ entries: [], total: 0, isCut: false });
    });

    test('a time nobody understands, a refused program and a cancelled call end it', async () => {
      writeJournal('x.journal', accepted(1));
      await expect(journal({ limit: 1, since: 'when the herons came' }, asking())).rejects.toMatchObject({
        ...{ code: 'worker-failed', message: expect.stringMatching(/timestamp: when the herons came/) as string },
      });
      await expect(journal({ limit: 1 }, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
      const context = asking();
      const { run } = context.shell;
      const started: { exit: Promise<unknown> }[] = [];
      context.shell.run = async (...given) => {
        const child = await run(...given);
        started.push(child);
        context.abort();
        return child;
      };
      await expect(journal({ limit: 1, seconds: 60 }, context)).rejects.toThrow();
      expect(await started[0]?.exit).toMatchObject({ signal: 'SIGKILL' });
    });
  },
);

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import worker from './index.ts';

const { tail, grep, parse } = worker.actions;
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

test.skipIf(!journalWriter || !hasJournalctl)(
  'a journal that systemd wrote, as journalctl gives it (skipped without systemd-journal-remote and journalctl) [W-10]',
  async () => {
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(9n);
    const boot = '_BOOT_ID=0123456789abcdef0123456789abcdef';
    const entry = (at: number, ...more: (string | Buffer)[]): Buffer[] =>
      [`__REALTIME_TIMESTAMP=176400000${at}000000`, `__MONOTONIC_TIMESTAMP=${at}`, boot, ...more, ''].map((line) =>
        Buffer.concat([Buffer.from(line), Buffer.from('\n')]),
      );
    const given = Buffer.concat([
      ...entry(1, 'PRIORITY=3', 'SYSLOG_IDENTIFIER=sshd', 'MESSAGE=Failed password for root'),
      ...entry(
        2,
        'PRIORITY=6',
        'SYSLOG_IDENTIFIER=kernel',
        Buffer.concat([Buffer.from('MESSAGE\n'), field, Buffer.from('two\nlines')]),
      ),
      ...entry(3, 'PRIORITY=4', '_COMM=cron', 'MESSAGE=grün = gut'),
    ]);
    const journal = join(folder, 'x.journal');
    execFileSync(journalWriter ?? '', [`--output=${journal}`, '-'], {
      input: given,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    writeFileSync(path, execFileSync('journalctl', ['--file', journal, '--output=export', '--quiet']));
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

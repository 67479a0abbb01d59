import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeContext, type FakeContext } from 'heron/worker-kit/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import worker from './index.ts';

const { tail, grep, follow, parse, alert } = worker.actions;
const hasGrep = spawnSync('grep', ['--version']).status === 0;

let folder: string;
let path: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'heron-log-')));
  path = join(folder, 'app.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const allowed = (): FakeContext => fakeContext({ allow: { read: [folder] } });
const searched = { regex: false, ignoreCase: false, invert: false, limit: 100 };
const watched = { regex: false, ignoreCase: true, seconds: 20 };

describe('tail', () => {
  test('the last lines, whatever ends them, and of a file that has fewer all of them [W-10]', async () => {
    writeFileSync(path, 'one\r\ntwo\nthree');
    expect(await tail({ path, lines: 2 }, allowed())).toEqual({ path, lines: ['two', 'three'], bytes: 14 });
    writeFileSync(path, 'one\ntwo\nthree\n');
    expect((await tail({ path, lines: 2 }, allowed())).lines).toEqual(['two', 'three']);
    expect((await tail({ path, lines: 20 }, allowed())).lines).toEqual(['one', 'two', 'three']);
    writeFileSync(path, '');
    expect((await tail({ path, lines: 20 }, allowed())).lines).toEqual([]);
  });
});

/** A million lines, of which a thousand say `needle`. */
function writeMillion(): void {
  const file = openSync(path, 'w');
  const line = (index: number): string =>
    `2026-11-21T13:03:05Z ${index % 1000 === 500 ? 'needle' : 'nothing'} of the request ${index} took 12 ms, grün\n`;
  for (let block = 0; block < 1000; block += 1) {
    writeSync(file, Array.from({ length: 1000 }, (_, index) => line(block * 1000 + index)).join(''));
  }
  closeSync(file);
}

describe('grep', () => {
  test('lines are found by a text, a regular expression or the lack of it, with their numbers [W-10]', async () => {
    writeFileSync(path, 'Error: grün\nfine\r\nerror again\nlast error');
    const found = async (more: Partial<Parameters<typeof grep>[0]>) =>
      (await grep({ path, pattern: 'error', ...searched, ...more }, allowed())).matches.map(({ line, text }) => [
        line,
        text,
      ]);
    expect(await found({})).toEqual([
      [3, 'error again'],
      [4, 'last error'],
    ]);
    expect(await found({ ignoreCase: true })).toHaveLength(3);
    expect(await found({ invert: true })).toEqual([
      [1, 'Error: grün'],
      [2, 'fine'],
    ]);
    expect(await found({ regex: true, pattern: '^[Ee].*(n|in)$' })).toEqual([
      [1, 'Error: grün'],
      [3, 'error again'],
    ]);
    expect(await found({ pattern: '.*' })).toEqual([]);
    expect(await grep({ path, pattern: 'error', ...searched, limit: 1 }, allowed())).toMatchObject({
      total: 2,
      matches: [{ line: 3 }],
    });
  });

  test.skipIf(!hasGrep)(
    'of a million lines it finds what grep finds, in little memory (skipped without grep) [W-10]',
    async () => {
      writeMillion();
      const before = process.memoryUsage.rss();
      const context = allowed();
      let most = 0;
      context.progress = () => void (most = Math.max(most, process.memoryUsage.rss()));
      const output = await grep({ path, pattern: 'needle', ...searched, limit: 10_000 }, context);
      expect(most - before).toBeLessThan(96 * 1024 * 1024);
      const lines = execFileSync('grep', ['-n', 'needle', path], { encoding: 'utf8' }).trim().split('\n');
      expect(output.matches.map(({ line, text }) => `${line}:${text}`)).toEqual(lines);
      expect(output.total).toBe(1000);
      const pattern = 'needle.*9{3}500 took';
      expect((await grep({ path, ...searched, regex: true, pattern }, allowed())).matches[0]?.line).toBe(999_501);
      expect((await tail({ path, lines: 1 }, allowed())).lines[0]).toContain('request 999999');
    },
  );

  test('a line without an end fills no memory, and a search can be stopped', async () => {
    writeFileSync(path, 'x'.repeat(5_000_000) + 'needle');
    const output = await grep({ path, pattern: 'needle', ...searched }, allowed());
    expect(output.matches[0]?.text.length).toBeLessThan(5000);
    const context = allowed();
    context.progress = () => context.abort();
    await expect(grep({ path, pattern: 'x', ...searched }, context)).rejects.toThrow(/stopped by the test/);
  });

  test('bad patterns, folders, what is missing and what is refused', async () => {
    writeFileSync(path, 'a');
    const call = async (more: object, context = allowed()) =>
      grep({ path, pattern: 'a', ...searched, ...more }, context);
    await expect(call({ pattern: '(', regex: true })).rejects.toMatchObject({
      code: 'invalid-input',
      details: { field: 'pattern' },
    });
    await expect(call({ path: folder })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(call({ path: join(folder, 'gone') })).rejects.toMatchObject({ code: 'not-found' });
    await expect(call({}, fakeContext())).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

/** Does each step when the one before has had time to be seen. */
async function meanwhile(...steps: (() => void)[]): Promise<void> {
  for (const step of steps) {
    await new Promise((resolve) => setTimeout(resolve, 450));
    step();
  }
}

describe('a file that grows', () => {
  test('new lines come as they are written, through both kinds of rotation, and half a line waits for its end [W-10]', async () => {
    writeFileSync(path, 'old\n');
    const context = allowed();
    const watching = follow({ path, ...watched, limit: 5 }, context);
    await meanwhile(
      () => appendFileSync(path, 'one\ntw'),
      () => appendFileSync(path, 'o\n'),
      () => {
        renameSync(path, `${path}.1`);
        writeFileSync(path, 'three, which is longer than all before it\n');
      },
      () => {
        truncateSync(path);
        appendFileSync(path, 'four\nfive\nsix\n');
      },
    );
    const lines = ['one', 'two', 'three, which is longer than all before it', 'four', 'five'];
    expect(await watching).toEqual({ path, lines, rotations: 2, truncated: true });
    expect(context.reports.map(({ output }) => output).join('')).toBe(`${lines.join('\n')}\n`);
  });

  test('an alert comes with the line, and its time ends without it [W-10]', async () => {
    writeFileSync(path, 'disk full\n');
    const waiting = alert({ path, pattern: 'disk FULL', ...watched, count: 2 }, allowed());
    await meanwhile(() => appendFileSync(path, 'disk full: /a\nfine\nDisk full: /b\ndisk full: /c\n'));
    expect(await waiting).toEqual({ path, found: true, lines: ['disk full: /a', 'Disk full: /b'] });
    const now = fakeContext({ allow: { read: [folder] }, now: 0 });
    expect(await alert({ path, pattern: 'x', ...watched, count: 1 }, now)).toEqual({ path, found: false, lines: [] });
  });

  test('following can be stopped', async () => {
    writeFileSync(path, '');
    const context = allowed();
    const watching = follow({ path, ...watched, limit: 5 }, context);
    await meanwhile(() => context.abort());
    await expect(watching).rejects.toThrow(/stopped by the test/);
  });
});

describe('parse', () => {
  const parsed = async (lines: (string | Buffer)[], more: Partial<Parameters<typeof parse>[0]> = {}) => {
    writeFileSync(path, Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))));
    const context = fakeContext({ allow: { read: [folder] }, now: Date.UTC(2026, 0, 2) });
    return parse({ path, format: 'auto', limit: 100, ...more }, context);
  };

  test('JSON lines, also with the numbers of pino', async () => {
    const output = await parsed([
      '{"time":"2026-11-21T13:03:05Z","level":"warn","msg":"slow","ms":12}',
      '{"level":50,"time":1764000000000,"msg":"failed","err":{"code":"E1"}}',
      'not json',
      '{"msg":"plain"}',
    ]);
    expect(output).toMatchObject({ format: 'json', total: 3, unread: 1, levels: { warning: 1, error: 1, none: 1 } });
    expect(output.entries.slice(0, 2)).toEqual([
      {
        line: 1,
        at: '2026-11-21T13:03:05.000Z',
        level: 'warning',
        source: null,
        message: 'slow',
        fields: { ms: '12' },
      },
      {
        line: 2,
        at: '2025-11-24T16:00:00.000Z',
        level: 'error',
        source: null,
        message: 'failed',
        fields: { err: '{"code":"E1"}' },
      },
    ]);
  });

  test('logfmt, with quotes', async () => {
    const output = await parsed([String.raw`ts=2026-11-21T13:03:05+01:00 level=error msg="it \"broke\"" app=web n=3`]);
    expect(output).toMatchObject({ format: 'logfmt', first: '2026-11-21T12:03:05.000Z' });
    expect(output.entries[0]).toMatchObject({
      level: 'error',
      source: 'web',
      message: 'it "broke"',
      fields: { n: '3' },
    });
  });

  // The examples of RFC 5424 (6.5) and RFC 3164 (5.4).
  test('syslog of both kinds, whose year is the last in which the day has been', async () => {
    const output = await parsed([
      "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{FEFF}'su root' failed for lonvick on /dev/pts/8",
      '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Appli\\"cation"][x@1 a="b"] An event',
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      'Jan  1 03:00:00 host sshd[812]: Accepted key',
    ]);
    expect(output).toMatchObject({ format: 'syslog', total: 4, unread: 0, levels: { critical: 2, info: 1, none: 1 } });
    expect(output.entries).toMatchObject([
      {
        at: '2003-10-11T22:14:15.003Z',
        level: 'critical',
        source: 'mymachine.example.com',
        message: "'su root' failed for lonvick on /dev/pts/8",
        fields: { app: 'su', id: 'ID47' },
      },
      { message: 'An event', fields: { iut: '3', eventSource: 'Appli"cation', a: 'b' } },
      { at: '2025-10-11T22:14:15', source: 'mymachine', fields: { app: 'su' } },
      { at: '2026-01-01T03:00:00', level: null, message: 'Accepted key', fields: { app: 'sshd', process: '812' } },
    ]);
  });

  test('access logs, whose level is that of the status', async () => {
    const line = (status: number): string =>
      `127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" ${status} 2326 "-" "Mozilla/4.08 [en]"`;
    const output = await parsed([line(200), line(404), line(502)], { level: 'warning' });
    expect(output).toMatchObject({ format: 'access', total: 2, first: '2000-10-10T20:55:36.000Z' });
    expect(output.entries[1]).toMatchObject({
      ...{ level: 'error', source: '127.0.0.1', message: 'GET /apache_pb.gif HTTP/1.0 502' },
      fields: {
        method: 'GET',
        path: '/apache_pb.gif',
        status: '502',
        bytes: '2326',
        user: 'frank',
        agent: 'Mozilla/4.08 [en]',
      },
    });
  });

  test('the export of journald, with fields of any bytes', async () => {
    const text = Buffer.from('two\nlines');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.byteLength));
    const output = await parsed([
      '__CURSOR=s=1',
      '__REALTIME_TIMESTAMP=1764000000000000',
      'PRIORITY=3',
      'SYSLOG_IDENTIFIER=kernel',
      Buffer.concat([Buffer.from('MESSAGE\n'), length, text]),
      '',
      '__CURSOR=s=2',
      'MESSAGE=fine',
      'PRIORITY=6',
    ]);
    expect(output).toMatchObject({ format: 'journald', total: 2, levels: { error: 1, info: 1 } });
    expect(output.entries[0]).toMatchObject({
      at: '2025-11-24T16:00:00.000Z',
      source: 'kernel',
      message: 'two\nlines',
    });
  });

  test('of anything else the time and the level are read, and only the newest are given', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `2026-11-21 13:03:05,123 ERROR number ${index}`);
    const output = await parsed(lines, { limit: 3, pattern: 'number' });
    expect(output).toMatchObject({ format: 'plain', total: 500, levels: { error: 500 } });
    expect(output.entries.map(({ line }) => line)).toEqual([498, 499, 500]);
    expect(output.entries[0]?.at).toBe('2026-11-21T13:03:05.123');
  });

  test('a file the worker may not read is refused', async () => {
    mkdirSync(join(folder, 'x'));
    writeFileSync(path, 'a');
    const call = parse({ path, format: 'auto', limit: 1 }, fakeContext());
    await expect(call).rejects.toMatchObject({ code: 'permission-denied' });
  });
});

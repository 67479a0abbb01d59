import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findApp } from '../app-folder.ts';
import { runCommandLine } from '../command-line.ts';
import { recordingTerminal } from '../recording-terminal.ts';

let work: string;

beforeEach(() => {
  work = realpathSync(mkdtempSync(join(tmpdir(), 'heron-containers-')));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

async function containers(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const environment = { PATH: process.env['PATH'], HERON_DATA_DIR: join(work, 'data'), HOME: work };
  const terminal = recordingTerminal({ cwd: work, environment });
  const code = await runCommandLine(['worker', 'containers', ...args], { terminal, app: findApp(import.meta.dirname) });
  return { code, out: terminal.outLines.join('\n'), err: terminal.errLines.join('\n') };
}

type Shown = { workers: string[]; fromRisk: string; routed: string[]; runtime?: string; missing?: string };
const shown = ({ out }: { out: string }): Shown => JSON.parse(out) as Shown;

test('workers are sent into containers by name and by risk, and taken out again; the machine says what it has [SB-10]', async () => {
  const first = await containers();
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/from risk +off/) as string });
  const added = shown(await containers('--add', 'clock', 'text', '--json'));
  expect(added).toMatchObject({ workers: ['clock', 'text'], fromRisk: 'off', routed: ['clock', 'text'] });
  expect(Boolean(added.runtime) !== Boolean(added.missing)).toBe(true);
  const byRisk = shown(await containers('--from-risk', 'external', '--remove', 'text', '--json'));
  expect(byRisk.workers).toEqual(['clock']);
  expect(byRisk.routed).toContain('process');
  expect(byRisk.routed).not.toContain('text');
  expect(shown(await containers('--json')).fromRisk).toBe('external');
  expect(shown(await containers('--from-risk', 'off', '--json')).routed).toEqual(['clock']);
}, 120_000);

test.each([
  [['--add', 'nobody'], 'There is no worker nobody; heron workers lists them'],
  [['--remove', 'clock'], 'The worker clock is not in the list'],
  [['--from-risk', 'huge'], 'Say off, read, reversible, external, irreversible, not huge'],
])(
  '%j is refused with a sentence',
  async (args, message) => {
    const { code, err } = await containers(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  },
  60_000,
);

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The official suite, at exactly this version. It is no dependency of the project: 51 MB, of which most is for its own servers. */
export const suiteVersion = '0.1.16';

export type Side = 'client' | 'server';
export type Scenario = { side: Side; name: string };
export type Outcome = Scenario & { passed: number; failed: string[] };

const run = promisify(execFile);

/** Installs the suite into a temporary folder, or finds it there from an earlier run. Errors: those of npm. */
export async function installSuite(): Promise<string> {
  const folder = join(tmpdir(), `heron-mcp-conformance-${suiteVersion}`);
  const program = join(folder, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
  if (existsSync(join(folder, 'installed'))) return program;
  mkdirSync(folder, { recursive: true });
  const dependencies = { '@modelcontextprotocol/conformance': suiteVersion };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  writeFileSync(join(folder, 'installed'), suiteVersion);
  return program;
}

/** All there are, as the suite lists them. */
export async function listScenarios(program: string): Promise<Scenario[]> {
  const { stdout } = await run(process.execPath, [program, 'list']);
  let side: Side | undefined;
  return stdout.split('\n').flatMap((line) => {
    if (/^(Server|Client) scenarios/.test(line)) side = line.startsWith('Server') ? 'server' : 'client';
    const [, name] = /^\s+- (\S+)/.exec(line) ?? [];
    return side && name !== undefined ? [{ side, name }] : [];
  });
}

/** Runs one and reads what it found. `target`: the command of the client, or the address of the server. */
export async function runScenario(program: string, scenario: Scenario, target: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'heron-conformance-'));
  const what = scenario.side === 'client' ? ['--command', target, '--timeout', '60000'] : ['--url', target];
  const args = [program, scenario.side, ...what, '--scenario', scenario.name, '--output-dir', folder];
  try {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)));
    await once(child, 'close');
    return { ...scenario, ...readChecks(folder, said) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Check = { name: string; status: string; errorMessage?: string; description?: string };

function readChecks(folder: string, said: string): Pick<Outcome, 'passed' | 'failed'> {
  const [file] = globSync('**/checks.json', { cwd: folder });
  if (file === undefined) return { passed: 0, failed: [`It ended without a result: ${said.trim().slice(-300)}`] };
  const checks = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Check[];
  const failed = checks.filter(({ status }) => status === 'FAILURE');
  return {
    passed: checks.filter(({ status }) => status === 'SUCCESS').length,
    failed: failed.map(({ name, errorMessage, description }) => `${name}: ${errorMessage ?? description ?? ''}`),
  };
}

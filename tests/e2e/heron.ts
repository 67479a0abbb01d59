import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

type HeronOptions = {
  dataFolder: string;
  cwd?: string;
  environment?: Record<string, string>;
  input?: string;
  /** For Node itself. */
  nodeOptions?: string;
};

export type Finished = { code: number | null; stdout: string; stderr: string };

/** Runs the `heron` command to its end, without a terminal and with nothing of this process's environment but PATH. */
export async function heron(args: string[], options: HeronOptions): Promise<Finished> {
  const child = start(args, options);
  child.stdin?.end(options.input);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

export type RunningHeron = { link: string; process: ChildProcess; stop(): Promise<void>; kill(): Promise<void> };

/** `heron serve --headless`: resolves with the link that opens the page once. */
export async function serveHeron(options: {
  dataFolder: string;
  port?: number;
  environment?: Record<string, string>;
}): Promise<RunningHeron> {
  const child = start(['serve', '--headless', ...(options.port ? ['--port', String(options.port)] : [])], options);
  let output = '';
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()));
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/open\/\S+/.exec(output);
      if (found) resolve(found[0]);
    });
    child.once('close', (code) => reject(new Error(`heron serve ended with ${code}:\n${output}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  };
  return { link, process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `heron-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** All of the environment that Heron gets in a test; its own data folder is its home, too. */
export function environmentOf({ dataFolder, environment }: Pick<HeronOptions, 'dataFolder' | 'environment'>) {
  return {
    PATH: process.env['PATH'],
    HERON_DATA_DIR: dataFolder,
    HOME: dataFolder,
    // What is there when the first start is over; its own tests switch it on.
    HERON_WELCOME: 'off',
    ...environment,
  };
}

function start(args: string[], options: HeronOptions): ChildProcess {
  const nodeOptions = options.nodeOptions === undefined ? [] : [options.nodeOptions];
  return spawn(process.execPath, [...nodeOptions, join(root, 'bin/heron.js'), ...args], {
    cwd: options.cwd ?? root,
    env: environmentOf(options),
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
}

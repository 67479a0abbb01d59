import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { root } from '../steps.ts';

/** As a person has it: without the source, which would first be compared with the build. */
export function install(folder: string): void {
  for (const part of ['bin', 'out', 'resources', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
}

/** Resolves when the engine has answered a call on its socket. */
export async function answered(socketPath: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const status = await new Promise<number | undefined>((resolve) => {
      const call = request({ socketPath, path: '/api/health' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.once('error', () => resolve(undefined));
      call.end();
    });
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('The engine ended before it answered');
}

/** The headless program of an installed Heron, with an environment besides its own. */
export function startProgram(program: string, data: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['bin/heron.js', 'serve', '--headless', '--data-dir', data], {
    cwd: program,
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
}

export function residentMb(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

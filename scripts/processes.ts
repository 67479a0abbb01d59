import { spawn } from 'node:child_process';

export type Outcome = { code: number; stdout: string; stderr: string };
export type RunOptions = { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number };

/** Runs a program without a terminal and resolves however it ends; one that cannot be started, or is stopped, has code -1. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<Outcome> {
  const { cwd, env, timeoutMs } = options;
  const child = spawn(command, args, {
    cwd,
    env,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: -1, stdout, stderr: stderr + error.message }));
    child.once('close', (code, signal) => {
      const note = signal ? `${stderr}\nended by ${signal}` : stderr;
      resolve({ code: code ?? -1, stdout, stderr: note });
    });
  });
}

/** Runs a script on the Node that runs this one. */
export function runNode(args: string[], options: RunOptions = {}): Promise<Outcome> {
  return run(process.execPath, args, options);
}

/** The environment in which a program whose output is printed later colours it as this terminal wants. */
export function colouredLikeHere(): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env;
  return { ...environment, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
}

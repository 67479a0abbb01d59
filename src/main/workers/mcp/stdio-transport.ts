import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { HeronError, systemCode } from '../../base/errors.ts';
import type { GuardedPrograms } from '../broker/programs/call-programs.ts';
import { findProgram } from '../broker/programs/find-program.ts';
import { markVariable } from '../broker/programs/program-group.ts';
import { createMessageReader } from './message-reader.ts';
import type { ServerLog } from './server-log.ts';

export type StdioParts = {
  command: string;
  args: readonly string[];
  /** All that the program gets. */
  environment: Record<string, string>;
  folder: string;
  log: ServerLog;
  programs: GuardedPrograms;
};

const patienceMs = 1500;

/**
 * A server as a program of its own, with all it starts in one group, which ends with the connection, and with the engine at the
 * latest. Errors of `start`: `not-found`, `worker-unavailable`.
 */
export function stdioTransport(parts: StdioParts): Transport {
  const { log, programs } = parts;
  let child: ChildProcess | undefined;
  let ended: Promise<void> | undefined;

  const transport: Transport = {
    async start() {
      const mark = `${programs.mark}.mcp-${randomUUID()}`;
      const started = launch(parts, mark);
      child = started;
      await spawned(started, parts.command);
      const pid = started.pid ?? 0;
      programs.guard.watchGroup(pid, mark);
      log.add('heron', `Started ${parts.command} (process ${pid})`);
      ended = new Promise((resolve) => {
        started.once('close', (code, signal) => {
          programs.guard.forgetGroup(pid, mark);
          log.add('heron', `It has ended, with ${signal ?? `code ${code}`}`);
          resolve();
          transport.onclose?.();
        });
      });
      listen(started, log, transport);
    },
    async send(message: JSONRPCMessage) {
      const input = child?.stdin;
      if (!input?.writable) throw new HeronError('worker-crashed', `The program ${parts.command} has ended`);
      if (!input.write(`${JSON.stringify(message)}\n`)) await drained(input);
    },
    async close() {
      if (!child || !ended) return;
      child.stdin?.end();
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (await within(ended, patienceMs)) break;
        signalGroup(child, signal);
      }
      signalGroup(child, 'SIGKILL'); // what it started may go on without it
      await ended;
    },
  };
  return transport;
}

function launch({ command, args, environment, folder }: StdioParts, mark: string): ChildProcess {
  const program = findProgram(command, environment['PATH'] ?? '');
  return spawn(program.calledAs, args, {
    cwd: folder,
    env: { ...environment, [markVariable]: mark },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

function spawned(child: ChildProcess, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new HeronError('worker-unavailable', `The program ${command} could not be started: ${error.message}`)),
    );
  });
}

function listen(child: ChildProcess, log: ServerLog, transport: Transport): void {
  const reader = createMessageReader({
    onMessage: (message) => transport.onmessage?.(message),
    onGarbage: (line) => log.add('heron', `It printed what is no message: ${line}`),
    onTooMuch(why) {
      log.add('heron', why);
      transport.onerror?.(new HeronError('limit-exceeded', why));
      signalGroup(child, 'SIGKILL');
    },
  });
  child.stdout?.on('data', reader.take);
  child.stderr?.on('data', log.write);
  child.on('error', (error) => transport.onerror?.(error));
  child.stdin?.on('error', (error) => transport.onerror?.(error));
}

function drained(input: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      input.off('drain', go);
      input.off('close', go);
      resolve();
    };
    input.once('drain', go);
    input.once('close', go);
  });
}

async function within(ended: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([ended.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-pid, signal);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error; // else nobody is left in it
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BackgroundStatus, ShellOutput, ShellProcess, WorkerShell } from './context.ts';
import { WorkerFailure } from './failure.ts';
import type { FakeProcesses } from './fake-processes.ts';

/** The shell of a test: real processes of the programs that are allowed. Aborting ends them. */
export function fakeShell(parts: {
  programs: string[];
  signal: AbortSignal;
  adopt: FakeProcesses['adopt'];
  fillVariables: (program: string, variables: Record<string, string>) => Record<string, string>;
}): WorkerShell {
  return {
    async run(program, args, options = {}) {
      if (!parts.programs.includes(program)) {
        throw new WorkerFailure('permission-denied', `The worker may not run ${program}`, {
          capability: 'shell',
          target: program,
        });
      }
      if (options.models) throw new WorkerFailure('unsupported', 'Nothing here lets programs ask models', { program });
      parts.signal.throwIfAborted();
      const env = { ...process.env, ...parts.fillVariables(program, options.environment ?? {}) };
      const child = spawn(program, args, { cwd: options.cwd, env, detached: hasGroups });
      try {
        await once(child, 'spawn');
      } catch {
        throw new WorkerFailure('not-found', `There is no program ${program}`, { program });
      }
      parts.signal.addEventListener('abort', () => endAll(child), { once: true });
      child.stdin.on('error', () => undefined); // a program may end without reading its input
      if (options.keepsInput) child.stdin.write(options.input ?? '');
      else child.stdin.end(options.input ?? '');
      return toShellProcess(child, (said, { name = [program, ...args].join(' '), maxMs } = {}) =>
        parts.adopt(child, { name, said, ...(maxMs === undefined ? {} : { maxMs }) }),
      );
    },
  };
}

const hasGroups = process.platform !== 'win32';

/** The program and what it started, as the engine's own sandboxes do. */
function endAll(child: ChildProcessWithoutNullStreams): void {
  if (!hasGroups || child.pid === undefined || child.exitCode !== null) return void child.kill('SIGKILL');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // They ended by themselves.
  }
}

type Adopt = (said: Uint8Array[], options: Parameters<ShellProcess['detach']>[0]) => BackgroundStatus;

export function toShellProcess(child: ChildProcessWithoutNullStreams, adopt: Adopt): ShellProcess {
  const said: Uint8Array[] = [];
  let detach = (): void => undefined;
  const output = new ReadableStream<ShellOutput>({
    start(controller) {
      let isOpen = true;
      const close = (): void => {
        if (isOpen) controller.close();
        isOpen = false;
      };
      detach = close;
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].on('data', (bytes: Uint8Array) => {
          said.push(bytes);
          if (isOpen) controller.enqueue({ stream, bytes });
        });
      }
      child.on('close', close);
    },
    cancel() {
      endAll(child);
    },
  });
  let isDetached = false;
  return {
    pid: child.pid ?? 0,
    output,
    exit: new Promise((resolve) => {
      child.on('close', (code, signal) => {
        if (!isDetached) resolve({ code, signal });
      });
    }),
    async kill() {
      endAll(child);
    },
    async detach(options) {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      isDetached = true;
      detach();
      return adopt(said, options);
    },
  };
}

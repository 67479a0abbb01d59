import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ShellOutput, ShellProcess, WorkerShell } from './context.ts';
import { WorkerFailure } from './failure.ts';

/** The shell of a test: real processes of the programs that are allowed. Aborting ends them. */
export function fakeShell(parts: { programs: string[]; signal: AbortSignal }): WorkerShell {
  return {
    async run(program, args, options = {}) {
      if (!parts.programs.includes(program)) {
        throw new WorkerFailure('permission-denied', `The worker may not run ${program}`, {
          capability: 'shell',
          target: program,
        });
      }
      const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.environment } });
      try {
        await once(child, 'spawn');
      } catch {
        throw new WorkerFailure('not-found', `There is no program ${program}`, { program });
      }
      parts.signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
      child.stdin.on('error', () => undefined); // a program may end without reading its input
      child.stdin.end(options.input ?? '');
      return toShellProcess(child);
    },
  };
}

function toShellProcess(child: ChildProcessWithoutNullStreams): ShellProcess {
  const output = new ReadableStream<ShellOutput>({
    start(controller) {
      child.stdout.on('data', (bytes: Uint8Array) => controller.enqueue({ stream: 'stdout', bytes }));
      child.stderr.on('data', (bytes: Uint8Array) => controller.enqueue({ stream: 'stderr', bytes }));
      child.on('close', () => controller.close());
    },
    cancel() {
      child.kill('SIGKILL');
    },
  });
  return {
    pid: child.pid ?? 0,
    output,
    exit: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal }));
    }),
    async kill() {
      child.kill('SIGKILL');
    },
  };
}

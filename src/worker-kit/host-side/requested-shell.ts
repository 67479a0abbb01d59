import type { ShellOutput, ShellProcess, WorkerShell } from '../context.ts';
import type { BrokerRequest } from './broker-request.ts';

/** The shell of the context, by way of the broker. */
export function requestedShell(parts: { request: BrokerRequest }): WorkerShell {
  const { request } = parts;
  return {
    async run(program, args, options = {}) {
      const { cwd = null, input = null, environment = {}, isDetachable = false, keepsInput = false, models } = options;
      const { value } = await request('shell.open', {
        program,
        args,
        cwd,
        input,
        environment,
        isDetachable,
        keepsInput,
        ...(models ? { models } : {}),
      });
      return toProcess(request, value.handle, value.pid);
    },
  };
}

type Exit = { code: number | null; signal: string | null };

/** A program whose output comes with `shell.next`. */
export function toProcess(request: BrokerRequest, handle: number, pid: number): ShellProcess {
  const { promise: exit, resolve, reject } = Promise.withResolvers<Exit>();
  exit.catch(() => undefined); // a worker that does not wait for the end must not fall over it
  let isRead = false;
  let hasEnded = false;

  /** The next output, or nothing when the program has ended. */
  async function next(): Promise<ShellOutput | undefined> {
    try {
      for (;;) {
        const { value, bytes } = await request('shell.next', { handle });
        if ('exit' in value) {
          hasEnded = true;
          resolve(value.exit);
          return undefined;
        }
        if ('detached' in value) {
          hasEnded = true;
          return undefined;
        }
        if (bytes) return { stream: value.stream, bytes };
      }
    } catch (error) {
      hasEnded = true;
      reject(error);
      throw error;
    }
  }

  async function* read(): AsyncGenerator<ShellOutput> {
    isRead = true;
    try {
      while (!hasEnded) {
        const output = await next();
        if (output) yield output;
      }
    } finally {
      isRead = false;
      if (!hasEnded) await kill(); // nobody reads on, and an unread program would never end
    }
  }

  async function kill(): Promise<void> {
    if (hasEnded) return;
    await request('shell.kill', { handle });
    if (!isRead) void drain();
  }

  /** What an ended program still says is read past, to get to its exit. */
  async function drain(): Promise<void> {
    try {
      while (!hasEnded) await next();
    } catch {
      // `exit` has been rejected with it.
    }
  }

  return {
    ...{ pid, output: read(), exit, kill },
    async detach({ name, maxMs, keep } = {}) {
      const options = { name: name ?? null, maxMs: maxMs ?? null, keep: keep ?? false };
      const { value } = await request('shell.detach', { handle, ...options });
      if (value.process) hasEnded = true;
      return value.process ?? undefined;
    },
  };
}

import { decodeText, fail, type WorkerContext } from 'heron/worker-kit';

const mostBytes = 32 * 1024 * 1024;

export type Said = { code: number | null; stdout: string; stderr: string };

/**
 * Runs a program to its end, whatever that is. No variables are set: what a person is asked about is the whole command.
 * Errors: `unsupported` where the program is not there; `limit-exceeded`; permission codes.
 */
export async function runProgram(
  context: WorkerContext,
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<Said> {
  context.signal.throwIfAborted();
  const started = await start(context, folder, program, args);
  const chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  let held = 0;
  for await (const { stream, bytes } of started.output) {
    held += bytes.byteLength;
    if (held > mostBytes) {
      await started.kill();
      fail('limit-exceeded', `${program} said more than ${mostBytes} bytes`);
    }
    chunks[stream].push(bytes.slice());
  }
  const { code } = await started.exit;
  context.signal.throwIfAborted();
  return { code, stdout: textOf(chunks.stdout), stderr: textOf(chunks.stderr) };
}

async function start(context: WorkerContext, folder: string, program: string, args: string[]) {
  try {
    return await context.shell.run(program, args, { cwd: folder });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') {
      return fail('unsupported', `${program} is not on this machine; install it to do that`, { program });
    }
    throw error;
  }
}

function textOf(chunks: Uint8Array[]): string {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return decodeText(whole);
}

/** JSON that a program wrote. Errors: `worker-failed`, which says what stands there instead. */
export function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('worker-failed', `${what} is no JSON: ${text.trim().slice(0, 200) || 'it is empty'}`);
  }
}

/** The text of a file of the project; undefined where there is none. */
export async function readIfThere(context: WorkerContext, path: string): Promise<string | undefined> {
  const status = await context.files.status(path);
  return status?.kind === 'file' ? context.files.readText(path, { maxBytes: mostBytes }) : undefined;
}

/** An object, or an empty one: what programs and files say is looked at field by field. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

import { fail, type WorkerContext } from 'heron/worker-kit';

const mostBytes = 4_000_000;

export type Said = { code: number | null; stdout: string; stderr: string };

/** Runs a program to its end. Errors: `unsupported` where it is not there; `limit-exceeded`; permission codes. */
export async function runProgram(
  program: string,
  args: string[],
  context: WorkerContext,
  input?: string,
): Promise<Said> {
  context.signal.throwIfAborted();
  const child = await start(program, args, context, input);
  const parts: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  let held = 0;
  for await (const { stream, bytes } of child.output) {
    held += bytes.byteLength;
    if (held > mostBytes) {
      await child.kill();
      fail('limit-exceeded', `${program} said more than ${mostBytes} bytes`);
    }
    parts[stream].push(bytes.slice());
  }
  const { code } = await child.exit;
  context.signal.throwIfAborted();
  return {
    code,
    stdout: Buffer.concat(parts.stdout).toString(),
    stderr: Buffer.concat(parts.stderr).toString().trim(),
  };
}

async function start(program: string, args: string[], context: WorkerContext, input: string | undefined) {
  try {
    const environment = { LC_ALL: 'C' };
    return await context.shell.run(program, args, { environment, ...(input === undefined ? {} : { input }) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found')
      return fail('unsupported', `${program} is not on this machine; install it to do that`, { program });
    throw error;
  }
}

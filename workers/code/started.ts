import { decodeText, fail, type WorkerContext } from 'heron/worker-kit';

const mostBytes = 32 * 1024 * 1024;

export type Said = { code: number | null; stdout: string; stderr: string };

/** Runs a program to its end. Errors: `unsupported` where it is not on this machine; `limit-exceeded`; permission codes. */
export async function runTool(
  folder: string,
  [program, ...args]: [string, ...string[]],
  context: WorkerContext,
): Promise<Said> {
  const started = await start(folder, program, args, context);
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
  const text = (stream: 'stdout' | 'stderr'): string => decodeText(Buffer.concat(chunks[stream]));
  return { code, stdout: text('stdout'), stderr: text('stderr') };
}

async function start(folder: string, program: string, args: string[], context: WorkerContext) {
  try {
    // What it says is read: colours would be part of it.
    return await context.shell.run(program, args, { cwd: folder, environment: { NO_COLOR: '1', FORCE_COLOR: '0' } });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') {
      return fail('unsupported', `${program} is not on this machine; install it to do that`, { program });
    }
    throw error;
  }
}

/** The last thing a program said before it failed. */
export function lastLine({ stdout, stderr }: Said): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'it said nothing').trim().slice(0, 300);
}

import { fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { createOutputBuffer } from './output-buffer.ts';

export type Process = Actions['list']['output']['processes'][number];

const columns = ['pid', 'ppid', 'pcpu', 'rss', 'args'];

/** All that runs, but the program that tells. Errors: `unsupported` where ps is another one; permission codes. */
export async function readProcesses(context: WorkerContext): Promise<Process[]> {
  // The C locale writes 0.5, never 0,5.
  const args = ['-A', '-o', columns.join(',')];
  const { pid, stdout } = await outputOf('ps', args, context);
  const [, ...lines] = stdout.split('\n');
  return lines.flatMap((line) => parseLine(line, pid));
}

/** What a program says that is to end well. Errors: `worker-failed` with what it complains about. */
export async function outputOf(
  program: string,
  args: string[],
  context: WorkerContext,
  environment: Record<string, string> = { LC_ALL: 'C' },
): Promise<{ pid: number; stdout: string }> {
  context.signal.throwIfAborted();
  const child = await context.shell.run(program, args, { environment });
  const stdout = createOutputBuffer(64_000_000);
  const stderr = createOutputBuffer(10_000);
  for await (const { stream, bytes } of child.output) (stream === 'stdout' ? stdout : stderr).add(bytes);
  const { code } = await child.exit;
  context.signal.throwIfAborted();
  if (code !== 0) fail('unsupported', `${program} cannot do that here: ${stderr.text().trim()}`, { program });
  return { pid: child.pid, stdout: stdout.text() };
}

function parseLine(line: string, ownPid: number): Process[] {
  const match = /^\s*(\d+)\s+(\d+)\s+([\d.]+)\s+(\d+)\s+(.*?)\s*$/.exec(line);
  if (!match) return [];
  const [, pid, parent, cpu, kibibytes, command = ''] = match;
  if (Number(pid) === ownPid) return [];
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      cpuPercent: Number(cpu),
      memoryBytes: Number(kibibytes) * 1024,
      command,
    },
  ];
}

/** Errors: `not-found`. */
export async function processOf(pid: number, context: WorkerContext): Promise<Process> {
  const found = (await readProcesses(context)).find((process) => process.pid === pid);
  return found ?? fail('not-found', `There is no process ${pid}`, { pid });
}

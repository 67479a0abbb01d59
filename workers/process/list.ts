import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { createOutputBuffer } from './output-buffer.ts';

type Input = Actions['list']['input'];
type Process = Actions['list']['output']['processes'][number];

const columns = ['pid', 'ppid', 'pcpu', 'rss', 'args'];

export const list: ActionRun<Input, Actions['list']['output']> = async (input, context) => {
  const sought = input.filter?.toLowerCase();
  const processes = (await readProcesses(context))
    .filter((process) => sought === undefined || process.command.toLowerCase().includes(sought))
    .toSorted(orders[input.sort]);
  return { processes: processes.slice(0, input.limit), total: processes.length };
};

const orders: Record<Input['sort'], (one: Process, other: Process) => number> = {
  cpu: (one, other) => other.cpuPercent - one.cpuPercent || one.pid - other.pid,
  memory: (one, other) => other.memoryBytes - one.memoryBytes || one.pid - other.pid,
  pid: (one, other) => one.pid - other.pid,
  name: (one, other) => one.command.localeCompare(other.command) || one.pid - other.pid,
};

async function readProcesses(context: WorkerContext): Promise<Process[]> {
  // The C locale writes 0.5, never 0,5.
  const ps = await context.shell.run('ps', ['-A', '-o', columns.join(',')], { environment: { LC_ALL: 'C' } });
  const stdout = createOutputBuffer(64_000_000);
  const stderr = createOutputBuffer(10_000);
  for await (const { stream, bytes } of ps.output) (stream === 'stdout' ? stdout : stderr).add(bytes);
  const { code } = await ps.exit;
  if (code !== 0) fail('unsupported', `ps cannot list the processes here: ${stderr.text().trim()}`);
  const [, ...lines] = stdout.text().split('\n');
  return lines.flatMap((line) => parseLine(line, ps.pid));
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

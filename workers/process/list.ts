import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { type Process, readProcesses } from './read-processes.ts';

type Input = Actions['list']['input'];

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

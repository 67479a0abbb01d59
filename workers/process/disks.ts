import type { ActionRun } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { outputOf } from './read-processes.ts';

type Disks = Actions['disks'];
type Disk = Disks['output']['disks'][number];

export const disks: ActionRun<Disks['input'], Disks['output']> = async ({ all }, context) => {
  // POSIX writes one line for each, in units of 1,024 bytes.
  const { stdout } = await outputOf('df', ['-P', '-k'], context);
  const [, ...lines] = stdout.split('\n');
  const known = lines.flatMap((line) => readLine(line));
  const shown = known.filter((disk) => all || isDisk(disk));
  return { disks: shown.toSorted((one, other) => other.bytes - one.bytes || (one.mount < other.mount ? -1 : 1)) };
};

function readLine(line: string): Disk[] {
  const match = /^(.+?)\s+(\d+)\s+(\d+)\s+(\d+)\s+(?:\d+%|-)\s+(\/.*)$/.exec(line);
  if (!match) return [];
  const [, device = '', blocks, used, free, mount = ''] = match;
  const [bytes, usedBytes, freeBytes] = [Number(blocks) * 1024, Number(used) * 1024, Number(free) * 1024];
  return bytes === 0 ? [] : [{ mount, device, bytes, usedBytes, freeBytes }];
}

/** What is kept in memory, and the layers of packages, are no disks to anybody who asks what is free. */
function isDisk({ device, mount }: Disk): boolean {
  if (mount === '/') return true;
  return (/^\/dev\/(?!loop)/.test(device) || /^(\/\/|[\w.-]+:)/.test(device)) && !/^\/(boot|snap|System)\b/.test(mount);
}

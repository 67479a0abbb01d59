import { readdir, readFile } from 'node:fs/promises';
import { markVariable } from '../../broker/programs/program-group.ts';

export type MarkedProcess = { pid: number; mark: string };

/** The processes with a program's mark that begins so in their environment. Linux alone shows it. */
export async function listMarked(
  beginning: string,
  platform: NodeJS.Platform = process.platform,
): Promise<MarkedProcess[]> {
  if (platform !== 'linux') return [];
  const wanted = `${markVariable}=${beginning}`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // That of one that has ended, or is another user's, cannot be read.
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      const variable = environment.split('\0').find((each) => each.startsWith(wanted));
      return variable === undefined ? [] : [{ pid: Number(pid), mark: variable.slice(markVariable.length + 1) }];
    }),
  );
  return found.flat();
}

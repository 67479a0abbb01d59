import type { Worker } from '../../../contract/workers.ts';

export type IsolationWords = {
  /** For a table. */
  short: string;
  /** What it means for a person's files and network. */
  plain: string;
  /** The engine's own words. */
  technical: string;
};

/** What keeps a worker from doing harm, in plain words first. */
export function isolationWords({ manifest, isolation }: Pick<Worker, 'manifest' | 'isolation'>): IsolationWords {
  if (!manifest) return { short: 'Not loaded', plain: 'Not loaded, so none of its code runs.', technical: isolation };
  const technical = `Tier ${manifest.tier}: ${isolation}`;
  if (isolation.startsWith('container: it does not start')) {
    return { short: 'Container, not available', plain: 'Does not start: it is to run in a container.', technical };
  }
  const { short, wall } = wallOf(isolation);
  return {
    short,
    plain: `Runs in a process of its own and cannot open files, the network or programs except through Heron.${wall}`,
    technical,
  };
}

function wallOf(isolation: string): { short: string; wall: string } {
  if (isolation.includes('container')) {
    return { short: 'Own process, container', wall: ' That process is alone in a container.' };
  }
  const isWalledOff = isolation.includes('bubblewrap');
  return isWalledOff
    ? { short: 'Own process, walled off', wall: ' The system walls that process off as well.' }
    : { short: 'Own process', wall: '' };
}

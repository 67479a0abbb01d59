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
  const isWalledOff = isolation.includes('bubblewrap');
  const wall = isWalledOff ? ' The system walls that process off as well.' : '';
  return {
    short: isWalledOff ? 'Own process, walled off' : 'Own process',
    plain: `Runs in a process of its own and cannot open files, the network or programs except through Heron.${wall}`,
    technical: `Tier ${manifest.tier}: ${isolation}`,
  };
}

import type { Worker } from '../../../contract/workers.ts';
import { t } from '../../../words/words.ts';

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
  if (!manifest)
    return { short: t('Not loaded'), plain: t('Not loaded, so none of its code runs.'), technical: isolation };
  const technical = t('Tier {{tier}}: {{isolation}}', { tier: manifest.tier, isolation });
  if (isolation.startsWith('container: it does not start')) {
    return {
      short: t('Container, not available'),
      plain: t('Does not start: it is to run in a container.'),
      technical,
    };
  }
  if (isolation.startsWith('none needed')) {
    return {
      short: t('Part of Heron'),
      plain: t('Heron does this itself: there is no code of a worker to keep apart.'),
      technical,
    };
  }
  const { short, wall } = wallOf(isolation);
  return {
    short,
    plain: t(
      'Runs in a process of its own and cannot open files, the network or programs except through Heron.{{wall}}',
      { wall },
    ),
    technical,
  };
}

function wallOf(isolation: string): { short: string; wall: string } {
  if (isolation.includes('container')) {
    return { short: t('Own process, container'), wall: ' That process is alone in a container.' };
  }
  const isWalledOff = isolation.includes('bubblewrap');
  return isWalledOff
    ? { short: t('Own process, walled off'), wall: ' The system walls that process off as well.' }
    : { short: t('Own process'), wall: '' };
}

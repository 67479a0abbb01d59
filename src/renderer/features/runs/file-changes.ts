import type { Risk } from '../../../contract/manifest.ts';
import type { FileChange, LastingTask } from '../../../contract/undo.ts';
import { t } from '../../../words/words.ts';

const words = (): Record<FileChange['kind'], string> => ({
  created: t('Created'),
  replaced: t('Changed'),
  moved: t('Moved'),
  deleted: t('Deleted'),
  'folder-created': t('New folder'),
});

export function changeWord({ kind }: FileChange): string {
  return words()[kind];
}

const undoWords: Record<FileChange['kind'], string> = {
  created: 'will be removed',
  replaced: 'gets its earlier content back',
  moved: 'goes back to where it was',
  deleted: 'comes back',
  'folder-created': 'will be removed if it is empty',
};

export function undoWord({ kind }: Pick<FileChange, 'kind'>): string {
  return undoWords[kind];
}

const riskWords: Record<Risk, string> = {
  read: 'changed nothing',
  reversible: 'can be undone',
  external: 'reached beyond Heron’s files',
  irreversible: 'is final',
};

/** Why a step is out of undo's reach. */
export function lastingWord({ risk, isPastUndo }: Pick<LastingTask, 'risk' | 'isPastUndo'>): string {
  return isPastUndo ? t('a program did it, and Heron knows no way back') : riskWords[risk];
}

export function bytesText(bytes: number): string {
  const units = ['B', t('KiB'), t('MiB'), t('GiB'), t('TiB')];
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0);
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** "4.1 KiB", "4.1 KiB → 4.3 KiB", or nothing for a folder. */
export function sizeText({ bytesBefore, bytesAfter }: FileChange): string | undefined {
  if (bytesBefore !== undefined && bytesAfter !== undefined && bytesBefore !== bytesAfter) {
    return `${bytesText(bytesBefore)} → ${bytesText(bytesAfter)}`;
  }
  const bytes = bytesAfter ?? bytesBefore;
  return bytes === undefined ? undefined : bytesText(bytes);
}

const largestDiff = 256 * 1024;

/** Why there is no difference to read; nothing where none is expected. */
export function whyNoDiff({ kind, diff, undone, bytesBefore = 0, bytesAfter = 0 }: FileChange): string | undefined {
  if (diff !== undefined || undone || kind === 'moved' || kind === 'folder-created') return undefined;
  if (Math.max(bytesBefore, bytesAfter) > largestDiff)
    return t('No difference shown: larger than {{largestDiff}}', { largestDiff: bytesText(largestDiff) });
  return t('No difference shown: not text, or changed since');
}

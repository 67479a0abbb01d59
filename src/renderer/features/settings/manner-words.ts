import type { Manner } from '../../../contract/manners.ts';
import { t } from '../../../words/words.ts';

export const toneNames = (): Record<Manner['tone'], string> => ({
  plain: t('Plain'),
  friendly: t('Friendly'),
  formal: t('Formal'),
});

export const verbosityNames = (): Record<Manner['verbosity'], string> => ({
  brief: t('Brief: no lists, no advice'),
  usual: t('As the workers say it'),
  detailed: t('Detailed: with each step and its time'),
});

export const careNames = (): Record<Manner['care'], string> => ({
  changes: t('Every plan that changes something'),
  lasting: t('Plans that cannot be taken back'),
  none: t('None; permissions ask'),
});

export const referenceNames = (): Record<Manner['references'], string> => ({
  paths: t('Whole paths and links'),
  sources: t('All, by paths and links'),
  names: t('Short names'),
  none: t('Not named'),
});

/** What sets a manner apart, in one line. */
export function mannerSummary({ tone, verbosity, care, references, note }: Manner): string {
  const parts = [
    tone === 'plain' ? '' : t('{{tone}} tone', { tone: toneNames()[tone].toLowerCase() }),
    { brief: t('short answers'), usual: '', detailed: t('answers with every step') }[verbosity],
    {
      changes: t('plans that change something are shown first'),
      lasting: t('lasting plans are shown first'),
      none: '',
    }[care],
    {
      paths: '',
      sources: t('sources with paths and links'),
      names: t('files and sources by name'),
      none: 'no files or sources',
    }[references],
    note.trim() === '' ? '' : 'with a note',
  ].filter((part) => part !== '');
  const text = parts.join(', ');
  return text === ''
    ? t('As the workers say it; plans run at once, permissions ask')
    : text.charAt(0).toUpperCase() + text.slice(1);
}

/** An id that is free, from a name. */
export function freeId(name: string, taken: readonly string[]): string {
  const beginning =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 30) || 'manner';
  const numbers = Array.from({ length: taken.length + 1 }, (_, index) =>
    index === 0 ? beginning : `${beginning}-${index + 1}`,
  );
  return numbers.find((id) => !taken.includes(id)) ?? beginning;
}

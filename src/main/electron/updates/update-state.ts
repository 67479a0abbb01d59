import { t } from '../../../words/words.ts';

/** How far looking for a newer Heron is; shown in the menu beside the clock. */
export type UpdateState =
  | { is: 'idle' }
  | { is: 'looking' }
  | { is: 'fetching'; version: string; fraction: number }
  | { is: 'placed'; version: string }
  | { is: 'failed'; because: string };

const longest = 80;

export function updateText(state: UpdateState): string {
  switch (state.is) {
    case 'idle':
      return t('Look for a newer Heron');
    case 'looking':
      return t('Looking for a newer Heron…');
    case 'fetching':
      return t('Fetching Heron {{version}} ({{percent}}%)', {
        version: state.version,
        percent: Math.floor(state.fraction * 100),
      });
    case 'placed':
      return t('Heron {{version}} is used from the next start on', { version: state.version });
    case 'failed':
      return t('Look for a newer Heron again ({{because}})', { because: shortened(state.because) });
  }
}

/** Whether a click in that line looks once more. */
export function canLook({ is }: UpdateState): boolean {
  return is === 'idle' || is === 'failed';
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

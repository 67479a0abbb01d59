import { t } from '../../words/words.ts';

/** Until the engine has said what to show. index.html has the same, so the first paint waits for no script. */
export function Opening() {
  return <p className="flex h-dvh items-center justify-center text-sm text-muted">{t('Opening Heron…')}</p>;
}

import type { Grant } from '../../../contract/permissions.ts';
import { t } from '../../../words/words.ts';

/** How long a grant holds, as a person would say it. */
export const scopeNames = (): Record<Grant['scope'], string> => ({
  once: t('Once'),
  run: t('This run'),
  conversation: t('This conversation'),
  always: t('Always'),
});

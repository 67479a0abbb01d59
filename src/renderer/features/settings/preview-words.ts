import type { PolicyPreview } from '../../../contract/policy.ts';
import { plural, t } from '../../../words/words.ts';

/** "Leaves out 3 more actions: …; brings 1 back: …", beside what is so now. */
export function differenceWords(now: PolicyPreview, then: PolicyPreview, titleOf: (ref: string) => string): string {
  const before = new Set(now.leftOut.map(({ action }) => action));
  const after = new Set(then.leftOut.map(({ action }) => action));
  const gone = [...after].filter((ref) => !before.has(ref));
  const back = [...before].filter((ref) => !after.has(ref));
  const parts = [
    gone.length > 0
      ? plural(
          gone.length,
          { one: 'Leaves out 1 more action: {{actions}}', other: 'Leaves out {{count}} more actions: {{actions}}' },
          { actions: listed(gone.map(titleOf)) },
        )
      : '',
    back.length > 0
      ? plural(
          back.length,
          { one: 'Brings 1 action back: {{actions}}', other: 'Brings {{count}} actions back: {{actions}}' },
          { actions: listed(back.map(titleOf)) },
        )
      : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('Changes nothing: the same actions are left out.') : `${parts.join('. ')}.`;
}

const named = 4;

function listed(names: string[]): string {
  const rest = names.length - named;
  const first = names.slice(0, named).join(', ');
  return rest > 0 ? t('{{first}} and {{rest}} more', { first, rest }) : first;
}

import type { ReachParts } from '../../../contract/grant-words.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { GrantChoice, GrantScope, PermissionRequest } from '../../../contract/permissions.ts';
import { type TargetChoice, targetChoices } from './target-choices.ts';
import { plural, t } from '../../../words/words.ts';

export type Until = 'open' | 'hour' | 'today' | 'month';

/** What somebody is about to allow. */
export type GrantDraft = {
  target: string;
  scope: GrantScope;
  until: Until;
  /** As it is typed; empty: any number. */
  uses: string;
  isOneAction: boolean;
};

/** Opens with what was asked, for the run: the choices beyond that are made, not found. */
export const firstDraft: GrantDraft = { target: 'asked', scope: 'run', until: 'open', uses: '', isOneAction: false };

export const untilNames = (): Record<Until, string> => ({
  open: t('No set time'),
  hour: t('1 hour'),
  today: t('The end of today'),
  month: t('30 days'),
});

const scopeSentences = (): Record<GrantScope, string> => ({
  once: t('in the steps named here'),
  run: t('until this run ends'),
  conversation: t('in every run of this conversation'),
  always: t('in every run from now on, until you revoke it in Settings'),
});

const untilSentences = (): Record<Until, string> => ({
  open: '',
  hour: t('for 1 hour'),
  today: t('until the end of today'),
  month: t('for 30 days'),
});

/** What would be allowed of a place: "{{worker}} may read {{reach}}". */
export function mayText(needs: readonly Pick<PermissionNeed, 'capability'>[]): string {
  const [need, more] = needs;
  if (!need) throw new Error('Nothing is allowed');
  if (more) return t('{{worker}} may read, create, change and delete {{reach}}');
  switch (need.capability) {
    case 'files.read':
      return t('{{worker}} may read {{reach}}');
    case 'files.write':
      return t('{{worker}} may create, change and delete {{reach}}');
    case 'net':
      return t('{{worker}} may connect to {{reach}}');
    case 'socket':
      return t('{{worker}} may command the service at {{reach}}');
    case 'secrets':
      return t('{{worker}} may use the secret {{reach}}');
    case 'shell':
    case 'code':
      return t('{{worker}} may run {{reach}}');
    case 'mcp':
      return t('{{worker}} may use the tool {{reach}}');
    case 'screen':
      return t('{{worker}} may see the screen you choose, as a {{reach}}');
    case 'camera':
      return t('{{worker}} may look through the camera, for a {{reach}}');
  }
}

export function chosenTarget(request: PermissionRequest, draft: GrantDraft): TargetChoice {
  const choices = targetChoices(request.need);
  const chosen = choices.find(({ id }) => id === draft.target) ?? choices.find(({ id }) => id === 'asked');
  if (!chosen) throw new Error('There is nothing to choose');
  return chosen;
}

/** undefined: what was typed is no number of uses. */
export function usesOf({ uses }: GrantDraft): number | 'any' | undefined {
  if (uses.trim() === '') return 'any';
  const count = Number(uses);
  return /^\d+$/.test(uses.trim()) && count >= 1 && count <= 10_000 ? count : undefined;
}

/** Exactly what will be allowed, of one place: a sentence with `{{worker}}` and `{{reach}}` in it, and where it ends. */
export function draftSentence(
  requests: readonly [PermissionRequest, ...PermissionRequest[]],
  draft: GrantDraft,
  actionTitle: (ref: string) => string,
): { text: string; reach: ReachParts; limits: string } {
  const [request] = requests;
  const uses = usesOf(draft);
  const [action = ''] = request.actions;
  const limits = [
    draft.isOneAction ? t('only for “{{action}}”', { action: actionTitle(`${request.workerId}.${action}`) }) : '',
    scopeSentences()[draft.scope],
    typeof uses === 'number' ? plural(uses, { one: 'for 1 use', other: 'for {{count}} uses' }) : '',
    untilSentences()[draft.until],
  ];
  return {
    text: mayText(requests.map(({ need }) => need)),
    reach: chosenTarget(request, draft).reach,
    limits: `${limits.filter((part) => part !== '').join(', ')}.`,
  };
}

/** What is sent; `now` in milliseconds since 1970. */
export function choiceOf(request: PermissionRequest, draft: GrantDraft, now: number): GrantChoice {
  const uses = usesOf(draft);
  const [action] = request.actions;
  const expiresAt = endOf(draft.until, now);
  return {
    ...chosenTarget(request, draft).choice,
    ...(draft.isOneAction && action !== undefined ? { action } : {}),
    ...(typeof uses === 'number' ? { uses } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Today ends at midnight where the person is. */
function endOf(until: Until, now: number): number | undefined {
  switch (until) {
    case 'open':
      return undefined;
    case 'hour':
      return now + 3_600_000;
    case 'today':
      return new Date(now).setHours(24, 0, 0, 0);
    case 'month':
      return now + 30 * 86_400_000;
  }
}

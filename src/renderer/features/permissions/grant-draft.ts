import type { ReachParts } from '../../../contract/grant-words.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { GrantChoice, GrantScope, PermissionRequest } from '../../../contract/permissions.ts';
import { type TargetChoice, targetChoices } from './target-choices.ts';
import { t } from '../../words/words.ts';

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
  hour: '1 hour',
  today: t('The end of today'),
  month: '30 days',
});

const scopeSentences: Record<GrantScope, string> = {
  once: 'in the steps named here',
  run: 'until this run ends',
  conversation: 'in every run of this conversation',
  always: 'in every run from now on, until you revoke it in Settings',
};

const untilSentences: Record<Until, string> = {
  open: '',
  hour: 'for 1 hour',
  today: 'until the end of today',
  month: 'for 30 days',
};

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'create, change and delete',
  net: 'connect to',
  shell: 'run',
  socket: 'command the service at',
  secrets: 'use the secret',
  code: 'run',
  mcp: 'use the tool',
  screen: 'see the screen you choose, as a',
  camera: 'look through the camera, for a',
};

export function mayVerb({ capability }: Pick<PermissionNeed, 'capability'>): string {
  return verbs[capability];
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

/** Exactly what will be allowed, in one sentence around the target: what stands before it and what after. */
export function draftSentence(
  request: PermissionRequest,
  draft: GrantDraft,
  actionTitle: (ref: string) => string,
): { before: string; reach: ReachParts; after: string } {
  const uses = usesOf(draft);
  const [action = ''] = request.actions;
  const after = [
    draft.isOneAction ? `only for “${actionTitle(`${request.workerId}.${action}`)}”` : '',
    scopeSentences[draft.scope],
    typeof uses === 'number' ? `for ${uses === 1 ? '1 use' : `${uses} uses`}` : '',
    untilSentences[draft.until],
  ];
  return {
    before: `${request.workerName} may ${mayVerb(request.need)}`,
    reach: chosenTarget(request, draft).reach,
    after: `${after.filter((part) => part !== '').join(', ')}.`,
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

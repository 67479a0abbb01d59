import { reachWords } from '../../../contract/grant-words.ts';
import type { EventType, Payload } from '../../../contract/events.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { Grant, GrantScope } from '../../../contract/permissions.ts';
import type { EventNames, Sentence } from './sentence.ts';
import { plural, t } from '../../../words/words.ts';

type PermissionEvent = Extract<EventType, `permission.${string}`>;

/** What is allowed, as the end of "may …". */
const deeds = (what: string): Record<PermissionNeed['capability'], string> => ({
  'files.read': t('read {{what}}', { what }),
  'files.write': t('change {{what}}', { what }),
  net: t('connect to {{what}}', { what }),
  socket: t('command the service at {{what}}', { what }),
  shell: t('run {{what}}', { what }),
  secrets: t('use the secret {{what}}', { what }),
  code: t('run {{what}}', { what }),
  mcp: t('use the tool {{what}}', { what }),
  screen: t('see the screen, as a {{what}}', { what }),
  camera: t('look through the camera, for a {{what}}', { what }),
});

const wantedText = ({ capability, target }: PermissionNeed): string =>
  deeds(capability === 'code' ? t('code in {{target}}', { target }) : target)[capability];

/** Whose permission it is, and what it allows. */
const grantWords = (grant: Grant, { workerName }: EventNames): { worker: string; deed: string } => ({
  worker: workerName(grant.workerId),
  deed: deeds(reachWords(grant))[grant.capability],
});

const someWorker = (workerId: string | undefined, { workerName }: EventNames): string =>
  workerId === undefined ? t('A worker') : workerName(workerId);

/** What is told of questions, their answers, and what was allowed. */
export const permissionSentences: { [Type in PermissionEvent]: Sentence<Type> } = {
  'permission.requested': ({ request: { workerName, need } }) =>
    t('{{worker}} asks to {{deed}}', { worker: workerName, deed: wantedText(need) }),
  'permission.granted': ({ grant }, _, names) =>
    t('{{worker}} may {{deed}} ({{scope}})', { ...grantWords(grant, names), scope: scopeWord(grant.scope) }),
  'permission.denied': ({ need, rule }, { workerId }, names) =>
    t('{{worker}} may not {{deed}} ({{rule}})', { worker: someWorker(workerId, names), deed: wantedText(need), rule }),
  'permission.withdrawn': () => t('Question withdrawn: it needs no answer any more'),
  'permission.revoked': ({ grant }, _, names) => t('{{worker}} may no longer {{deed}}', grantWords(grant, names)),
  'permission.used': (payload, { workerId }, names) => usedText(payload, someWorker(workerId, names)),
  'permission.expired': ({ grant }, _, names) =>
    t('{{worker}} may no longer {{deed}}: the time has passed', grantWords(grant, names)),
  'permission.restored': ({ grant }, _, names) =>
    t('{{worker}} may again {{deed}}: its conversation is back', grantWords(grant, names)),
};

function usedText({ usesLeft }: Payload<'permission.used'>, worker: string): string {
  if (usesLeft === 0) return t('{{worker}} used a permission; that was the last time', { worker });
  return plural(
    usesLeft,
    {
      one: '{{worker}} used a permission; 1 more use of it',
      other: '{{worker}} used a permission; {{count}} more uses of it',
    },
    { worker },
  );
}

function scopeWord(scope: GrantScope): string {
  if (scope === 'run') return t('this run');
  return scope === 'conversation' ? t('this conversation') : scope;
}

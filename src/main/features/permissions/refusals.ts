import { type Manifest, secretNeedOf } from '../../../contract/manifest.ts';
import { isSensitive, type PermissionNeed } from '../../../contract/permission-need.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { sourceList } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';

export function refuseUndeclared(manifest: Manifest, need: PermissionNeed): void {
  const isNamed = need.capability !== 'secrets' || secretNeedOf(manifest, need.target) !== undefined;
  if (isNamed && manifest.permissions.some(({ capability }) => capability === need.capability)) return;
  throw new HeronError(
    'not-declared',
    `${manifest.name} wants ${need.capability} of ${need.target}, which its manifest does not declare`,
    { ...need },
  );
}

export function missingError(wanted: WorkerNeed[]): HeronError {
  const list = wanted.map(({ need }) => `${need.capability}:${need.target}`);
  const [read] = wanted.flatMap(({ taint }) => (taint ? [sourceList(taint)] : []));
  const why = read === undefined ? '' : `; this run has read ${read}, so that it must be asked for`;
  return new HeronError('permission-missing', `Nobody is there to ask for ${list.join(', ')}${why}`, {
    missing: wanted.map(({ workerId, need }) => ({ workerId, ...need })),
  });
}

/** The rule of a question that expired. */
export const unanswered = 'nobody answered in time';

/** The rule of what somebody said. */
export const byPerson = 'the person';

export function deniedError({ need, workerName }: PermissionRequest, rule: string): HeronError {
  const why = rule === unanswered ? `: ${unanswered}` : '';
  const { capability, target } = need;
  const what = capability === 'code' ? `run this code (${target})` : `use ${target} (${capability})`;
  return new HeronError('permission-denied', `${workerName} may not ${what}${why}`, {
    ...need,
    rule,
  });
}

export function notForLong({ id, need }: PermissionRequest): HeronError {
  const message = `${narrowWords(need)} can be allowed once or for this run, no longer`;
  return new HeronError('invalid-input', message, { requestId: id, target: need.target });
}

function narrowWords(need: PermissionNeed): string {
  if (need.capability === 'code') return 'Code';
  return `${need.target} ${isSensitive(need) ? 'may hold passwords or keys' : 'does whatever it is told'}, so it`;
}

import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { PermissionRequest } from '../../../contract/permissions.ts';
import { sourceList } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';
import type { WorkerNeed } from '../../orchestrator/execution.ts';

export function refuseUndeclared(manifest: Manifest, need: PermissionNeed): void {
  if (manifest.permissions.some(({ capability }) => capability === need.capability)) return;
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

export function deniedError(request: PermissionRequest): HeronError {
  const { capability, target } = request.need;
  return new HeronError('permission-denied', `${request.workerName} may not use ${target} (${capability})`, {
    ...request.need,
    rule: 'the person',
  });
}

export function notForAlways({ id, need }: PermissionRequest): HeronError {
  const message = `${need.target} does whatever it is told, so it can be allowed once or for this run, not for always`;
  return new HeronError('invalid-input', message, { requestId: id, target: need.target });
}

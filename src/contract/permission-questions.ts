import type { PermissionRequest } from './permissions.ts';

/**
 * What is asked together: a worker that is to read and to change the same place for the same steps asks one question. Whatever is
 * answered is the answer to all of it.
 */
export function questionsOf(requests: PermissionRequest[]): PermissionRequest[][] {
  const questions: PermissionRequest[][] = [];
  for (const request of requests) {
    const open = questions.find(([first, second]) => first && !second && isOfOnePlace(first, request));
    if (open && request.need.capability === 'files.read') open.unshift(request);
    else if (open) open.push(request);
    else questions.push([request]);
  }
  return questions;
}

function isOfOnePlace(one: PermissionRequest, other: PermissionRequest): boolean {
  const both = [one.need.capability, other.need.capability].toSorted((a, b) => (a < b ? -1 : 1)).join(' ');
  return (
    both === 'files.read files.write' &&
    placeOf(one) === placeOf(other) &&
    one.taint === undefined &&
    other.taint === undefined
  );
}

function placeOf({ runId, workerId, need, taskIds, expiresAt }: PermissionRequest): string {
  return JSON.stringify([runId, workerId, need.target, need.kind, need.detail, taskIds, expiresAt]);
}

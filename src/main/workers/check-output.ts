import { blobIdsIn } from '../../contract/blobs.ts';
import { HeronError } from '../base/errors.ts';
import type { CallableAction } from './registry/catalogue.ts';
import { describeIssues } from './registry/schema-issue.ts';
import type { WorkerCall } from './worker-call.ts';

export type MayReadBlob = (runId: string, blobId: string) => boolean;

/** Text that long with nothing in it but what base64 is made of is bytes that should have been a blob. */
const longestEncoded = 64 * 1024;

/** What a worker gives back must be what its manifest promises, carry no bytes in disguise, and name only blobs of its run. */
export function checkOutput(call: WorkerCall, action: CallableAction, output: unknown, mayRead: MayReadBlob): void {
  const issues = action.checkOutput(output);
  if (issues.length > 0) {
    const message = `The output of ${nameOf(call)} is not what its manifest promises: ${describeIssues(issues)}`;
    throw new HeronError('worker-failed', message, { issues });
  }
  const encoded = findEncodedBytes(output);
  if (encoded) {
    const path = encoded.path.join('.');
    const kilobytes = Math.round(encoded.length / 1024);
    const message = `The output of ${nameOf(call)} holds ${kilobytes} KB of base64 at ${path}; bytes are handed over as blobs (context.blobs), by their id`;
    throw new HeronError('worker-failed', message, { path });
  }
  const blobs = blobIdsIn(output);
  if (blobs.length === 0) return;
  const foreign = blobs.find((id) => !mayRead(call.scope.runId, id));
  if (foreign === undefined) return;
  throw new HeronError(
    'worker-failed',
    `The output of ${nameOf(call)} names the blob ${foreign}, which this run does not have`,
    {
      blob: foreign,
    },
  );
}

function nameOf({ workerId, action }: WorkerCall): string {
  return `${workerId}.${action}`;
}

/** The path is put together on the way back: nearly always there is none. */
function findEncodedBytes(value: unknown): { path: string[]; length: number } | undefined {
  if (typeof value === 'string') return isEncoded(value) ? { path: [], length: value.length } : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    const found = findEncodedBytes((value as Record<string, unknown>)[key]);
    if (found) return { path: [key, ...found.path], length: found.length };
  }
  return undefined;
}

/** Prose has spaces and marks; a long row of one letter, as tests have it, lacks the mix that encoded bytes have. */
function isEncoded(text: string): boolean {
  if (text.length <= longestEncoded) return false;
  const body = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  return /^[A-Za-z0-9+/_=\r\n-]+$/.test(body) && /[a-z]/.test(body) && /[A-Z]/.test(body) && /\d/.test(body);
}

import type { WorkerReview } from '../../../contract/installs.ts';
import type { WorkerSource } from '../../../contract/provenance.ts';
import { fromFailure, HeronError } from '../../base/errors.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import { readCandidate } from '../registry/candidate.ts';
import type { Approval } from './approval-store.ts';
import { changedFiles, type FileDigests } from './changed-files.ts';
import { contentByFile } from './content-hash.ts';
import { manifestAdditions } from './manifest-additions.ts';
import { type KnownKey, signatureOf } from './signature.ts';

export type Reviewed = { review: WorkerReview; code: WorkerCode; digests: FileDigests };

export type ReviewParts = {
  folder: string;
  source: WorkerSource;
  hostVersion: string;
  keys: readonly KnownKey[];
  /** What was approved of this worker before. */
  approval: Approval | undefined;
};

/** Checks a worker as it is loaded, and gives what a person should see of it. Runs none of its code. Errors: `invalid-manifest`. */
export async function reviewWorker(parts: ReviewParts): Promise<Reviewed> {
  const { folder, source, approval } = parts;
  const { manifest, content, error } = await readCandidate({
    folder,
    origin: 'installed',
    hostVersion: parts.hostVersion,
  });
  if (error) throw fromFailure(error);
  if (!manifest || !content) throw new HeronError('internal', `${folder} was neither read nor refused`);
  const { hash, files, bytes, digests } = await contentByFile(folder);
  const signature = await signatureOf(folder, hash, parts.keys);
  const replaces = approval && {
    version: approval.version,
    hash: approval.hash,
    adds: approval.manifest ? manifestAdditions(approval.manifest, manifest) : [],
    ...(approval.files ? { files: changedFiles(approval.files, digests) } : {}),
  };
  const review = { manifest, source, hash, files, bytes, ...signature, ...(replaces ? { replaces } : {}) };
  return { review, code: content.code, digests };
}

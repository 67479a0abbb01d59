import { basename, join } from 'node:path';
import type { Failure } from '../../../contract/errors.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import { toFailure } from '../../base/errors.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import { declaredSchemaIssues } from './declared-schemas.ts';
import { fingerprintOf } from './fingerprint.ts';
import { loadActions, type LoadedActions } from './loaded-action.ts';
import { invalidManifest, readManifest } from './read-manifest.ts';
import { findCode, refuseEscapes } from './worker-code.ts';

export type Origin = 'bundled' | 'installed';

/** A folder that may be a worker, as it was when it was read; never changed, only replaced. */
export type Candidate = {
  /** The folder's name. */
  id: string;
  folder: string;
  origin: Origin;
  fingerprint: string;
  manifest: Manifest | undefined;
  content: { code: WorkerCode; actions: LoadedActions } | undefined;
  /** Why there is no content. */
  error: Failure | undefined;
};

export type CandidateParts = { folder: string; origin: Origin; hostVersion: string };

/** Reads a folder; whatever is wrong with it becomes its error. */
export async function readCandidate(parts: CandidateParts): Promise<Candidate> {
  const { folder, origin } = parts;
  const fingerprint = await fingerprintOf(folder).catch(() => 'unreadable');
  const place = { id: basename(folder), folder, origin, fingerprint };
  let manifest: Manifest | undefined;
  try {
    manifest = await readManifest(folder, parts.hostVersion);
    const { actions, issues } = loadActions(manifest, origin === 'bundled');
    if (origin === 'installed') issues.push(...declaredSchemaIssues(manifest));
    if (issues.length > 0) throw invalidManifest(join(folder, 'manifest.json'), issues);
    if (origin === 'installed') await refuseEscapes(folder);
    const code = await findCode(folder, manifest);
    return { ...place, manifest, content: { code, actions }, error: undefined };
  } catch (error) {
    return { ...place, manifest, content: undefined, error: toFailure(error) };
  }
}

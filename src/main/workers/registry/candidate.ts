import { basename, join } from 'node:path';
import type { Failure } from '../../../contract/errors.ts';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Provenance, Trust } from '../../../contract/provenance.ts';
import { fromFailure, toFailure } from '../../base/errors.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import type { Supervisor } from '../hosts/supervision/supervisor.ts';
import type { CheckedManifests } from './checked-manifests.ts';
import { declaredSchemaIssues } from './declared-schemas.ts';
import { fingerprintOf } from './fingerprint.ts';
import { loadActions, type LoadedActions } from './loaded-action.ts';
import { invalidManifest, readManifest } from './read-manifest.ts';
import { type Found, type Judge, trustAll, type Verdict } from './verdict.ts';
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
  content:
    | { code: WorkerCode; actions: LoadedActions; outside?: OutsideHost; recheck?: Verdict['recheck'] }
    | undefined;
  /** Why there is no content. */
  error: Failure | undefined;
  /** The only reason is that its files may not run. */
  refused?: { adds: string[] };
  trust: Trust;
  provenance: Provenance | undefined;
};

/** What runs the actions of a worker that is no folder: Heron only speaks with it. */
export type OutsideHost = { supervisor: Supervisor; isolation: string };

export type CandidateParts = {
  folder: string;
  origin: Origin;
  hostVersion: string;
  judge?: Judge;
  checked?: CheckedManifests['byText'];
};

/** Reads a folder; whatever is wrong with it becomes its error. */
export async function readCandidate(parts: CandidateParts): Promise<Candidate> {
  const { folder, origin, judge = trustAll } = parts;
  const fingerprint = await fingerprintOf(folder).catch(() => 'unreadable');
  const id = basename(folder);
  const read = await tryManifest(parts);
  const { manifest } = read;
  const { trust, provenance, refusal, recheck, adds = [] } = await ask(judge, { id, folder, origin, manifest });
  const place = { id, folder, origin, fingerprint, trust, provenance };
  try {
    if (!manifest) throw read.error;
    const { actions, issues } = loadActions(manifest, origin === 'bundled');
    if (origin === 'installed') issues.push(...declaredSchemaIssues(manifest));
    if (issues.length > 0) throw invalidManifest(join(folder, 'manifest.json'), issues);
    if (origin === 'installed') await refuseEscapes(folder);
    const code = findCode(folder, manifest);
    if (refusal) throw refusal;
    return { ...place, manifest, content: { code, actions, ...(recheck ? { recheck } : {}) }, error: undefined };
  } catch (error) {
    const refused = error === refusal ? { refused: { adds } } : {};
    return { ...place, ...refused, manifest, content: undefined, error: toFailure(error) };
  }
}

/** What is wrong with it is told in its turn. */
async function tryManifest(parts: CandidateParts): Promise<{ manifest?: Manifest; error?: unknown }> {
  try {
    return { manifest: await readManifest(parts.folder, parts.hostVersion, parts.checked) };
  } catch (error) {
    return { error };
  }
}

/** Files that cannot be read are nothing anybody said yes to. */
async function ask(judge: Judge, found: Found): Promise<Verdict> {
  try {
    return await judge(found);
  } catch (error) {
    return { trust: 'changed', refusal: fromFailure(toFailure(error)) };
  }
}

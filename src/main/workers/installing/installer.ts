import { basename } from 'node:path';
import type { InstallReview, WorkerReview } from '../../../contract/installs.ts';
import type { WorkerSource } from '../../../contract/provenance.ts';
import type { WorkerRules } from '../../../contract/settings.ts';
import type { Worker } from '../../../contract/workers.ts';
import type { Clock } from '../../base/clock.ts';
import { HeronError } from '../../base/errors.ts';
import type { EventDraft, EventLog } from '../../base/event-log.ts';
import type { MakeId } from '../../base/ids.ts';
import type { GuardedPrograms } from '../broker/programs/call-programs.ts';
import type { WorkerCode } from '../hosts/machine/host-start.ts';
import type { WorkerRegistry } from '../registry/registry.ts';
import type { SchemaIssue } from '../registry/schema-issue.ts';
import { describeIssues } from '../registry/schema-issue.ts';
import type { ApprovalStore } from './approval-store.ts';
import type { FileDigests } from './changed-files.ts';
import { contentOf } from './content-hash.ts';
import { fetchSource } from './fetch-source.ts';
import { readSource } from './read-source.ts';
import { type Reviewed, reviewWorker } from './review-worker.ts';
import type { Staging } from './staging.ts';
import { ruleAgainst } from './worker-rules.ts';

export type InstallerParts = {
  registry: Pick<WorkerRegistry, 'list' | 'get' | 'readAgain'>;
  approvals: ApprovalStore;
  staging: Staging;
  rules: () => WorkerRules;
  /** Loads the code in its sandbox, calls nothing, and names what it lacks. */
  tryCode: (code: WorkerCode) => Promise<SchemaIssue[]>;
  /** A removed worker keeps no permissions and no settings. */
  forget: (workerId: string) => Promise<void>;
  /** For the audit log. */
  note: (line: { workerId: string; operation: string; target: string }) => void;
  events: EventLog;
  makeId: MakeId;
  clock: Clock;
  hostVersion: string;
  environment: NodeJS.ProcessEnv;
  programs: GuardedPrograms;
  /** Who says yes. */
  userName: string;
};

export type TrustAnswer = { workerId: string; hash: string; isWatched: boolean };

export type Installer = {
  /** Fetches and checks. Errors: `invalid-input`, `invalid-manifest`, `permission-denied` by a rule, `network`, `limit-exceeded`. */
  review: (source: string) => Promise<InstallReview>;
  /** Errors: `not-found` for a review that is over, `invalid-manifest` when the code lacks what the manifest promises. */
  confirm: (reviewId: string) => Promise<Worker>;
  discard: (reviewId: string) => Promise<void>;
  /** Of an installed worker, as its files are now. Errors: `not-found`, `invalid-manifest`. */
  inspect: (workerId: string) => Promise<WorkerReview>;
  /** Errors: `conflict` when its files are not those of the hash any more. */
  trust: (answer: TrustAnswer) => Promise<Worker>;
  /** Errors: `not-found`. */
  remove: (workerId: string) => Promise<void>;
};

/** Brings workers in, and takes them out again: nothing is installed that was not shown before. */
export function createInstaller(parts: InstallerParts): Installer {
  const waiting = new Map<string, Fetched>();
  /** Two changes of one folder would meet in the middle. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = turn.then(change);
    turn = result.catch(() => undefined);
    return result;
  }

  return {
    async review(source) {
      const reviewId = parts.makeId('rev');
      const fetched = await fetch(parts, reviewId, source);
      waiting.set(reviewId, fetched);
      return { reviewId, ...fetched.review };
    },
    confirm: (reviewId) =>
      inTurn(async () => {
        const fetched = waiting.get(reviewId);
        if (!fetched) throw new HeronError('not-found', 'What was fetched is not there any more; install it again');
        waiting.delete(reviewId);
        try {
          return await install(parts, reviewId, fetched);
        } finally {
          await parts.staging.discard(reviewId);
        }
      }),
    async discard(reviewId) {
      if (waiting.delete(reviewId)) await parts.staging.discard(reviewId);
    },
    inspect: async (workerId) => (await inspect(parts, workerId)).review,
    trust: (answer) => inTurn(() => trust(parts, answer)),
    remove: (workerId) => inTurn(() => remove(parts, workerId)),
  };
}

type Fetched = Reviewed & { folder: string };

async function fetch(parts: InstallerParts, reviewId: string, text: string): Promise<Fetched> {
  const { staging } = parts;
  try {
    const named = await readSource(text);
    refuseDenied(parts.rules(), named.location);
    const { folder, source } = await fetchSource(named, await staging.open(reviewId), parts);
    const reviewed = await look(parts, folder, source);
    refuseTaken(parts.registry.list(), reviewed.review.manifest.id);
    refuseRuled(parts.rules(), reviewed.review);
    return { ...reviewed, folder };
  } catch (error) {
    await staging.discard(reviewId);
    throw error;
  }
}

function look(parts: InstallerParts, folder: string, source: WorkerSource): Promise<Reviewed> {
  const { hostVersion, rules, approvals } = parts;
  return reviewWorker({ folder, source, hostVersion, keys: rules().keys, approval: approvals.read(basename(folder)) });
}

async function install(parts: InstallerParts, reviewId: string, fetched: Fetched): Promise<Worker> {
  const { review: shown, code, folder, digests } = fetched;
  const { source, hash } = shown;
  const { id, version } = shown.manifest;
  const issues = await parts.tryCode(code);
  if (issues.length > 0) {
    throw new HeronError('invalid-manifest', `${id} cannot be installed: ${describeIssues(issues)}`, { issues });
  }
  refuseRuled(parts.rules(), shown);
  const content = await contentOf(folder);
  if (content.hash !== hash) throw new HeronError('conflict', `The fetched files of ${id} changed; install it again`);
  const before = parts.approvals.read(id)?.version;
  await parts.staging.moveIn(reviewId, folder);
  const payload = { source, version, hash, ...(before === undefined ? {} : { replaces: before }) };
  await approve(
    parts,
    { shown, digests, isWatched: false },
    { type: 'worker.installed', scope: { workerId: id }, payload },
  );
  parts.note({ workerId: id, operation: 'worker.install', target: placeOf(source) });
  return load(parts, id);
}

async function inspect(parts: InstallerParts, workerId: string): Promise<Reviewed> {
  const { folder } = installed(parts.registry.list(), workerId);
  const source = parts.approvals.read(workerId)?.source ?? { kind: 'dropped', location: folder };
  return look(parts, folder, source);
}

async function trust(parts: InstallerParts, { workerId, hash, isWatched }: TrustAnswer): Promise<Worker> {
  const { review: shown, digests } = await inspect(parts, workerId);
  refuseRuled(parts.rules(), shown);
  if (shown.hash !== hash) {
    throw new HeronError('conflict', `The files of ${workerId} changed since they were shown; look at them again`);
  }
  const payload = { hash, version: shown.manifest.version, isWatched };
  await approve(parts, { shown, digests, isWatched }, { type: 'worker.trusted', scope: { workerId }, payload });
  const target = isWatched ? `${hash} and later changes` : hash;
  parts.note({ workerId, operation: 'worker.trust', target });
  return load(parts, workerId);
}

async function remove(parts: InstallerParts, workerId: string): Promise<void> {
  const { staging, approvals, registry } = parts;
  const { manifest } = installed(registry.list(), workerId);
  const name = parts.makeId('rev');
  await staging.open(name);
  await staging.takeOut(name, workerId);
  const payload = manifest ? { version: manifest.version } : {};
  await parts.events.append([{ type: 'worker.removed', scope: { workerId }, payload }], () =>
    approvals.remove(workerId),
  );
  await staging.discard(name);
  await parts.forget(workerId);
  parts.note({ workerId, operation: 'worker.remove', target: workerId });
  await registry.readAgain(workerId);
}

type Approved = { shown: WorkerReview; digests: FileDigests; isWatched: boolean };

/** The event and the row are written together. */
async function approve(parts: InstallerParts, { shown, digests, isWatched }: Approved, event: EventDraft) {
  const { manifest, source, hash, signedBy } = shown;
  await parts.events.append([event], () =>
    parts.approvals.write(manifest.id, {
      ...{ manifest, source, hash, isWatched, version: manifest.version, files: digests },
      ...(signedBy === undefined ? {} : { signedBy }),
      approvedAt: parts.clock(),
      approvedBy: parts.userName,
    }),
  );
}

async function load({ registry }: InstallerParts, workerId: string): Promise<Worker> {
  await registry.readAgain(workerId);
  return registry.get(workerId);
}

function placeOf({ location, commit }: WorkerSource): string {
  return commit === undefined ? location : `${location} at ${commit}`;
}

function installed(workers: Worker[], workerId: string): Worker {
  const found = workers.find(({ id, origin }) => id === workerId && origin === 'installed');
  if (found) return found;
  if (!workers.some(({ id }) => id === workerId)) throw new HeronError('not-found', `There is no worker ${workerId}`);
  throw new HeronError('unsupported', `The worker ${workerId} came with Heron; it needs no approval and stays`);
}

function refuseTaken(workers: Worker[], workerId: string): void {
  if (!workers.some(({ id, origin }) => id === workerId && origin === 'bundled')) return;
  throw new HeronError('already-exists', `The id ${workerId} is taken by a worker that came with Heron`);
}

function refuseRuled(rules: WorkerRules, { manifest, source }: WorkerReview): void {
  const against = ruleAgainst(rules, manifest.id, source.location);
  if (against === undefined) return;
  throw new HeronError('permission-denied', `${manifest.id} from ${source.location} may not be installed: ${against}`);
}

/** Before anything is fetched only denials count: an allowed id is known once the manifest is there. */
function refuseDenied(rules: WorkerRules, location: string): void {
  const against = ruleAgainst({ ...rules, allow: [] }, undefined, location);
  if (against !== undefined) throw new HeronError('permission-denied', `${location} may not be installed: ${against}`);
}

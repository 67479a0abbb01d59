import { parse } from 'node:path';
import { sensitiveNeed } from '../../../contract/permission-need.ts';
import type { BrokerMethod } from '../../../worker-kit/broker-methods.ts';
import { fileError, HeronError } from '../../base/errors.ts';
import type { BrokerCall, FileCapability } from './broker-call.ts';
import { canonicalEntry, canonicalPath, normalPath } from './paths/canonical-path.ts';
import { againstBoth, type PathRefusal } from './paths/path-rules.ts';

export type FileWish = {
  operation: BrokerMethod;
  capability: FileCapability;
  path: string;
  /** `target`: links are followed to what is meant. `entry`: a link in the last place is what is meant. */
  means: 'target' | 'entry';
  /** It will not be where it was: what lies below it goes too. */
  takesAway?: boolean;
  detail?: string;
};

/** These reach for one file and leave it where it is, under its name. */
const opensOne: ReadonlySet<BrokerMethod> = new Set([
  ...(['files.status', 'files.open', 'files.search', 'files.create', 'files.write'] as const),
  ...(['queries.open', 'code.run'] as const),
]);

/** Gives the canonical path once its use is allowed: the one to work with, in the hands of the pinned-folder functions. */
export async function allowFile(call: BrokerCall, wish: FileWish): Promise<string> {
  const { operation, capability, means, detail } = wish;
  const named = normalPath(wish.path);
  const { target, problem } = await resolvePath(named, means);
  const need = { capability, target, ...(detail === undefined ? {} : { detail }) };
  try {
    const refusal = againstBoth(call.pathRules, named, target);
    const isAskedFor = refusal?.opensByName && opensOne.has(operation);
    if (refusal && !isAskedFor) call.access.refuse(operation, need, refusal);
    await call.access.allow(operation, isAskedFor ? sensitiveNeed(need) : need);
    // Only who may touch the folder learns what lies in it.
    if (problem) throw fileError(problem, target);
    const held = wish.takesAway && (await heldBack(call, [named, target]));
    if (held) call.access.refuse(operation, need, held);
  } catch (error) {
    throw toldByName(error, { named, target });
  }
  return target;
}

/** A path that cannot be followed to its end is judged by its name; the problem is for those who may use it. */
async function resolvePath(named: string, means: FileWish['means']): Promise<{ target: string; problem?: unknown }> {
  try {
    return { target: await (means === 'target' ? canonicalPath(named) : canonicalEntry(named)) };
  } catch (problem) {
    return { target: named, problem };
  }
}

async function heldBack(call: BrokerCall, names: string[]): Promise<PathRefusal | undefined> {
  for (const name of new Set(names)) {
    const refusal = await call.pathRules.againstTakingAway(name);
    if (refusal) return refusal;
  }
  return undefined;
}

/** A worker is refused by the name it gave: where a link of somebody else's leads is not for it to know. */
function toldByName(error: unknown, { named, target }: { named: string; target: string }): Error {
  if (!(error instanceof HeronError)) return fileError(error, named);
  if (target === named) return error;
  const details = JSON.parse(JSON.stringify(error.details ?? null), (_key, value: unknown) =>
    value === target ? named : value,
  ) as Record<string, unknown> | null;
  return new HeronError(
    error.code,
    target === parse(target).root ? error.message : error.message.replaceAll(target, named),
    details ?? undefined,
  );
}

/** Turns what the system says into an error that names the path. */
export async function namingPath<Value>(path: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw fileError(error, path);
  }
}

import type { BrokerMethod } from '../../../worker-kit/broker-methods.ts';
import { fileError } from '../../base/errors.ts';
import type { BrokerCall, FileCapability } from './broker-call.ts';
import { canonicalEntry, canonicalPath, normalPath } from './paths/canonical-path.ts';
import type { PathRefusal } from './paths/path-rules.ts';

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

/** Gives the canonical path once its use is allowed: the one to work with, in the hands of the pinned-folder functions. */
export async function allowFile(call: BrokerCall, wish: FileWish): Promise<string> {
  const { operation, capability, means, detail } = wish;
  const named = normalPath(wish.path);
  const target = await (means === 'target' ? canonicalPath(named) : canonicalEntry(named));
  const need = { capability, target, ...(detail === undefined ? {} : { detail }) };
  const refusal = await refusalOf(call, wish, [named, target]);
  if (refusal) call.access.refuse(operation, need, refusal);
  await call.access.allow(operation, need);
  return target;
}

/** Both names are judged: the secret may be what a link is called, or what it leads to. */
async function refusalOf(call: BrokerCall, wish: FileWish, names: string[]): Promise<PathRefusal | undefined> {
  for (const name of new Set(names)) {
    const refusal = wish.takesAway ? await call.pathRules.againstTakingAway(name) : call.pathRules.against(name);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Turns what the system says into an error that names the path. */
export async function namingPath<Value>(path: string, run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw fileError(error, path);
  }
}

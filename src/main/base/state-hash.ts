import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { HeronError } from './errors.ts';

/** The same for what is equal, in whatever order its fields stand. */
export function stateHash(state: unknown): string {
  return createHash('sha256').update(canonicalJson(state)).digest('base64url').slice(0, 22);
}

/** `what` is a subject with its verb: `The settings were`. Errors: `conflict` when the state is not the one of the hash. */
export function refuseStale(what: string, state: unknown, baseHash: string | undefined): void {
  if (baseHash === undefined) return;
  const hash = stateHash(state);
  if (hash === baseHash) return;
  const message = `${what} changed meanwhile: read again, and set what you want on top of that`;
  throw new HeronError('conflict', message, { hash });
}

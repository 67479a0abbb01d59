import { dirname } from 'node:path';
import type { Manifest } from '../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { CallScope } from '../worker-call.ts';
import type { Authorize, CallAccess, Refuse } from './access.ts';
import { type KnownSecrets, secretInTarget } from './secrets/use-secret.ts';

export type CallAccessParts = {
  authorize: Authorize;
  refuse: Refuse;
  scrubber: KnownSecrets;
  manifest: Manifest;
  action: string;
  scope: CallScope;
  signal: AbortSignal;
};

/** Keeps memory bounded when a worker reads a whole disk. */
const rememberedAtMost = 10_000;

/**
 * Asks the permission service, and remembers its yes to reading, so that a loop over one file or one folder asks once:
 * the same operation on the same canonical path, and the status or listing of what lies below a folder that was
 * listed, because the listing has shown the same facts already. Reading another file, and every effect (writing,
 * network, programs), is asked for and audited each time.
 *
 * That is safe because an answer never widens: the key is the canonical path and the operation; it lives as long as
 * one call of one worker; a no is not remembered; and the rules of path-rules.ts are applied before, every time. A
 * grant taken back in the middle of a call thus ends all but repeated reading of what this call has read already.
 */
export function createCallAccess(parts: CallAccessParts): CallAccess {
  const { manifest, action, scope, signal } = parts;
  const allowed = new Map<string, Promise<void>>();
  const listed = new Set<string>();

  function coveredByListing(operation: string, target: string): boolean {
    if (operation !== 'files.status' && operation !== 'files.list') return false;
    for (let folder = target; listed.size > 0; folder = dirname(folder)) {
      if (listed.has(folder)) return true;
      if (dirname(folder) === folder) return false;
    }
    return false;
  }

  async function ask(operation: string, need: PermissionNeed): Promise<void> {
    await parts.authorize({ manifest, action, scope, operation, need, signal });
    signal.throwIfAborted();
  }

  async function askOnce(operation: string, need: PermissionNeed): Promise<void> {
    if (coveredByListing(operation, need.target)) return;
    const key = `${operation}\0${need.target}`;
    const known = allowed.get(key);
    if (known) return known;
    if (allowed.size >= rememberedAtMost) allowed.clear();
    const answer = ask(operation, need);
    allowed.set(key, answer);
    try {
      await answer;
      if (operation === 'files.list') listed.add(need.target);
    } catch (error) {
      allowed.delete(key);
      throw error;
    }
  }

  const refuse: CallAccess['refuse'] = (operation, need, { rule, message }) => {
    const target = parts.scrubber.text(need.target);
    const detail = need.detail === undefined ? {} : { detail: parts.scrubber.text(need.detail) };
    const args = need.args === undefined ? {} : { args: need.args.map(parts.scrubber.text) };
    return parts.refuse(
      { manifest, action, scope, operation, need: { ...need, target, ...detail, ...args }, signal },
      rule,
      parts.scrubber.text(message),
    );
  };

  return {
    async allow(operation, need) {
      const refusal = secretInTarget(need, parts.scrubber);
      if (refusal) refuse(operation, need, refusal);
      await (isReading(operation) ? askOnce(operation, need) : ask(operation, need));
    },
    refuse,
  };
}

function isReading(operation: string): boolean {
  return (
    operation === 'files.status' ||
    operation === 'files.list' ||
    operation === 'files.open' ||
    operation === 'files.search'
  );
}

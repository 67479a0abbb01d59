import { reachWords } from '../../contract/grant-words.ts';
import type { PermissionNeed } from '../../contract/permission-need.ts';
import type { Grant } from '../../contract/permissions.ts';
import { printableLine } from './printable.ts';

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
  secrets: 'use the secret',
};

/** A need as the end of "wants to …": the real path, host or command. */
export function needText({ capability, target, detail }: PermissionNeed): string {
  const what = detail ? described(capability, target, detail) : target;
  return `${verbs[capability]} ${printableLine(what)}`;
}

function described(capability: PermissionNeed['capability'], target: string, detail: string): string {
  if (capability === 'shell') return `${detail} (${target})`;
  return capability === 'secrets' ? `${target}, ${detail}` : target;
}

/** What a grant allows, as the end of "may …". */
export function grantText(grant: Grant): string {
  return `${verbs[grant.capability]} ${printableLine(reachWords(grant))}`;
}

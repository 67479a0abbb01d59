import type { PermissionNeed } from '../../contract/permission-need.ts';
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

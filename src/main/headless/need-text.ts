import type { PermissionNeed } from '../../contract/permission-need.ts';
import { printableLine } from './printable.ts';

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
};

/** A need as the end of "wants to …": the real path, host or command. */
export function needText({ capability, target, detail }: PermissionNeed): string {
  const what = capability === 'shell' && detail ? `${detail} (${target})` : target;
  return `${verbs[capability]} ${printableLine(what)}`;
}

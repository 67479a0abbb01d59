import type { PermissionNeed } from '../../contract/permission-need.ts';
import { printable, printableLine } from './printable.ts';

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
  code: 'run code, closed off from your files and the network, in',
};

/** A need as the end of "wants to …": the real path, host or command. */
export function needText({ capability, target, detail }: PermissionNeed): string {
  const what = capability === 'shell' && detail ? `${detail} (${target})` : target;
  return `${verbs[capability]} ${printableLine(what)}`;
}

/** Code as it stands, to be read before it is allowed; nothing of any other need. */
export function codeLines({ capability, detail }: PermissionNeed): string[] {
  if (capability !== 'code' || detail === undefined) return [];
  return [
    '',
    ...printable(detail)
      .split('\n')
      .map((line) => `    ${line}`),
    '',
  ];
}

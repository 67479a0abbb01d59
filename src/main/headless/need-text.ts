import { reachWords } from '../../contract/grant-words.ts';
import { isSensitive, type PermissionNeed } from '../../contract/permission-need.ts';
import type { Grant } from '../../contract/permissions.ts';
import { printable, printableLine } from '../base/printable.ts';

const verbs: Record<PermissionNeed['capability'], string> = {
  'files.read': 'read',
  'files.write': 'change',
  net: 'connect to',
  shell: 'run',
  socket: 'command the service at',
  secrets: 'use the secret',
  code: 'run',
  mcp: 'use the MCP server and tool',
  screen: 'see the screen:',
  camera: 'look through the camera:',
};

/** A need as the end of "wants to …": the real path, host or command. */
export function needText(need: PermissionNeed): string {
  const { capability, target, detail } = need;
  const what = isSensitive(need) ? `${target}, which ${detail}` : described(capability, target, detail);
  return `${verbs[capability]} ${printableLine(what)}`;
}

function described(capability: PermissionNeed['capability'], target: string, detail: string | undefined): string {
  if (capability === 'code') return `code in ${target}, closed off from your files and the network`;
  if (!detail) return target;
  if (capability === 'shell') return `${detail} (${target})`;
  if (capability === 'socket') return `${target}: ${detail}`;
  return capability === 'secrets' ? `${target}, ${detail}` : target;
}

/** What a grant allows, as the end of "may …". */
export function grantText(grant: Grant): string {
  return `${verbs[grant.capability]} ${printableLine(reachWords(grant))}`;
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

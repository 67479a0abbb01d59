import type { PermissionRequest } from '../../../contract/permissions.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import { t } from '../../../words/words.ts';

/** All that one worker asks for in one run. */
export type RequestGroup = { workerId: string; workerName: string; requests: PermissionRequest[] };

/** Groups in the order in which the workers first asked; within a group, the oldest question first. */
export function groupByWorker(requests: PermissionRequest[]): RequestGroup[] {
  const groups = new Map<string, RequestGroup>();
  for (const request of requests.toSorted(byAge)) {
    const { workerId, workerName } = request;
    const group = groups.get(workerId);
    if (group) group.requests.push(request);
    else groups.set(workerId, { workerId, workerName, requests: [request] });
  }
  return [...groups.values()];
}

/** Requests by the run that waits for them, the run that has waited longest first. */
export function groupByRun(requests: PermissionRequest[]): Map<string, PermissionRequest[]> {
  return Map.groupBy(requests.toSorted(byAge), (request) => request.runId);
}

/** The first moment at which one of them is denied by itself. */
export function firstDeadline(requests: PermissionRequest[]): number | undefined {
  const moments = requests.flatMap(({ expiresAt }) => expiresAt ?? []);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

function byAge(a: PermissionRequest, b: PermissionRequest): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** What is wanted, in words that end where the target begins: "{{worker}} wants to read everything in". */
export function wantsText(needs: readonly PermissionNeed[]): string {
  const [need, more] = needs;
  if (!need) throw new Error('Nothing is wanted');
  if (more)
    return isFile(need)
      ? t('{{worker}} wants to read, and to create or change')
      : t('{{worker}} wants to read everything, and to create and change files, in');
  switch (need.capability) {
    case 'files.read':
      return isFile(need) ? t('{{worker}} wants to read') : t('{{worker}} wants to read everything in');
    case 'files.write':
      return isFile(need)
        ? t('{{worker}} wants to create or change')
        : t('{{worker}} wants to create and change files in');
    case 'net':
      return t('{{worker}} wants to connect to');
    case 'shell':
      return t('{{worker}} wants to run the program');
    case 'socket':
      return t('{{worker}} wants to command the service of this machine, with all that it may do, at');
    case 'secrets':
      return t('{{worker}} wants to use the secret');
    case 'code':
      return t('{{worker}} wants to run code, closed off from your files and from the network:');
    case 'mcp':
      return t('{{worker}} wants to use this tool of an MCP server:');
    case 'screen':
      return t('{{worker}} wants to see the screen you choose, as a');
    case 'camera':
      return t('{{worker}} wants to look through the camera, for a');
  }
}

/** The same without a subject, for lists: "Read files", "Run a program". */
export const capabilityNames = (): Record<PermissionNeed['capability'], string> => ({
  'files.read': t('Read files'),
  'files.write': t('Change files'),
  net: t('Use the network'),
  shell: t('Run programs'),
  socket: t('Command a local service'),
  secrets: t('Use a secret'),
  code: t('Run written code'),
  mcp: t('Use an MCP server'),
  screen: t('See the screen'),
  camera: t('Look through the camera'),
});

/** Where nobody knows what it is, or will be, a last part with an ending like `report.pdf` reads as a file. */
function isFile({ target, kind }: PermissionNeed): boolean {
  return kind ? kind === 'file' : /[^/\\.][^/\\]*\.[A-Za-z0-9]{1,8}$/.test(target);
}

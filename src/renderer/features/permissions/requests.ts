import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';

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

function byAge(a: PermissionRequest, b: PermissionRequest): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** What is wanted, in words that end where the target begins: "wants to read everything in". */
export function needVerb({ capability, target }: PermissionNeed): string {
  switch (capability) {
    case 'files.read':
      return looksLikeFile(target) ? 'wants to read' : 'wants to read everything in';
    case 'files.write':
      return looksLikeFile(target) ? 'wants to create or change' : 'wants to create and change files in';
    case 'net':
      return 'wants to connect to';
    case 'shell':
      return 'wants to run the program';
    case 'code':
      return 'wants to run this code, closed off from your files and from the network:';
  }
}

/** The same without a subject, for lists: "Read files", "Run a program". */
export const capabilityNames: Record<PermissionNeed['capability'], string> = {
  'files.read': 'Read files',
  'files.write': 'Change files',
  net: 'Use the network',
  shell: 'Run programs',
  code: 'Run written code',
};

const reaches: Record<PermissionNeed['capability'], string> = {
  'files.read': 'this path and all below it',
  'files.write': 'this path and all below it',
  net: 'this host',
  shell: 'this program, with any arguments',
  code: 'this code',
};

/** A program that does whatever it is told is never allowed for always. */
export function canBeGiven(answer: Answer, need: PermissionNeed): boolean {
  return answer !== 'always' || need.exact !== true;
}

/** How far "always" goes for these needs: "this path and all below it or this host". */
export function alwaysReach(needs: PermissionNeed[]): string {
  return [...new Set(needs.map(({ capability }) => reaches[capability]))].join(' or ');
}

/** What "always" would mean for this need, said before anybody presses it. */
export function alwaysMeaning(need: PermissionNeed, workerName: string): string {
  const reach = alwaysReach([need]);
  if (need.exact)
    return `${workerName} may do exactly this, once or in this run${need.capability === 'code' ? '' : ': the program does whatever it is told'}.`;
  return `${workerName} may do this in every run from now on, for ${reach}, until you revoke it in Settings.`;
}

/** A last part with an ending, like `report.pdf`. The engine allows a path and all below it either way. */
function looksLikeFile(path: string): boolean {
  return /[^/\\.][^/\\]*\.[A-Za-z0-9]{1,8}$/.test(path);
}

import { join, sep } from 'node:path';
import type { Manifest, TrustFlags } from '../../../../contract/manifest.ts';
import type { PermissionNeed } from '../../../../contract/permission-need.ts';
import type { PolicySettings } from '../../../../contract/policy.ts';
import { isLocalProgram, systemProgram } from './local-programs.ts';

const worst: TrustFlags = { trustedSource: false, sensitive: true, trustedSink: false };
const ownFiles: TrustFlags = { trustedSource: true, sensitive: false, trustedSink: true };
/** Others put files there; what is put there stays on the machine. */
const strangersFiles: TrustFlags = { trustedSource: false, sensitive: false, trustedSink: true };
export const localFlags: TrustFlags = { trustedSource: true, sensitive: false, trustedSink: true };

export type TrustGround = { trust: PolicySettings['trust']; homeFolder: string };

/** What a person said of the worker; else, for one that comes with Heron, what its manifest says; else the worst. */
export function workerFlags({ trust }: TrustGround, manifest: Manifest, isBundled: boolean): TrustFlags {
  return trust[`worker:${manifest.id}`] ?? (isBundled ? manifest.trust : undefined) ?? worst;
}

/** Flags of what a need reaches: the host, program or folder if somebody said something of it, else the worker. */
export function serviceFlags(ground: TrustGround, need: PermissionNeed, worker: TrustFlags): TrustFlags {
  const { trust } = ground;
  switch (need.capability) {
    case 'files.read':
    case 'files.write':
      return folderOf(ground, need.target).flags;
    case 'net':
      return trust[`host:${need.target}`] ?? worker;
    case 'shell':
      return programFlags(trust, need.target) ?? worker;
    case 'socket':
      return trust[`socket:${need.target}`] ?? worker;
    case 'code':
    case 'mcp':
    case 'screen':
    case 'camera':
      return worker;
    default:
      return worst;
  }
}

function programFlags(trust: TrustGround['trust'], path: string): TrustFlags | undefined {
  const name = systemProgram(path);
  const said = trust[`program:${path}`] ?? (name === undefined ? undefined : trust[`program:${name}`]);
  return said ?? (isLocalProgram(path) ? localFlags : undefined);
}

/** The innermost folder that something is known of. What lies in none is a stranger's. */
export function folderOf({ trust, homeFolder }: TrustGround, path: string): { folder: string; flags: TrustFlags } {
  let found = { folder: '', flags: strangersFiles };
  const consider = (folder: string, flags: TrustFlags): void => {
    if (isWithin(path, folder) && folder.length >= found.folder.length) found = { folder, flags };
  };
  consider(homeFolder, ownFiles);
  consider(join(homeFolder, 'Downloads'), strangersFiles);
  for (const [service, flags] of Object.entries(trust)) {
    if (service.startsWith('folder:')) consider(absolute(service.slice('folder:'.length), homeFolder), flags);
  }
  return found.folder === '' ? { folder: upTo(path, 3), flags: found.flags } : found;
}

function absolute(folder: string, homeFolder: string): string {
  const whole = folder.startsWith('~') ? join(homeFolder, folder.slice(1)) : folder;
  return whole.length > 1 && whole.endsWith(sep) ? whole.slice(0, -1) : whole;
}

/** The first parts of a path: enough to say where it lies. */
function upTo(path: string, parts: number): string {
  return path
    .split(sep)
    .slice(0, parts + 1)
    .join(sep);
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

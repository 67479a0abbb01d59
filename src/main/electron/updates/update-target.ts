import { existsSync } from 'node:fs';

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'mac', win32: 'win' };

/** dpkg's list of the package's files, which an rpm does not have. */
const ofDebian = '/var/lib/dpkg/info/heron.list';

/** The name under which a list of releases has what is installed here. */
export function updateTarget(
  platform: NodeJS.Platform,
  arch: string,
  isAppImage: boolean,
  isDebian = existsSync(ofDebian),
): string {
  const target = `${systems[platform] ?? platform}-${arch}`;
  return platform !== 'linux' || isAppImage ? target : `${target}-${isDebian ? 'deb' : 'rpm'}`;
}

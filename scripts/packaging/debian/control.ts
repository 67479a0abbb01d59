import type { Arch } from '../package-targets.ts';

const debianArchitectures: Record<Arch, string> = { x64: 'amd64', arm64: 'arm64' };

export function debName(version: string, arch: Arch): string {
  return `heron_${version}_${debianArchitectures[arch]}.deb`;
}

const maintainer = 'The Heron authors <heron@localhost>';
/** The pinned Node is linked against these; bubblewrap is what holds workers in. */
const depends = ['libatomic1', 'libc6 (>= 2.28)', 'libgcc-s1', 'libstdc++6 (>= 8)', 'bubblewrap'];
const recommends = ['chromium | google-chrome-stable | microsoft-edge-stable'];
const suggests = ['git', 'podman', 'python3-pocketsphinx', 'pocketsphinx-en-us', 'flite'];

/** What dpkg reads of the package. `installedBytes` is told to whoever asks how much room it takes. */
export function controlFile(parts: { version: string; arch: Arch; installedBytes: number }): string {
  return `${[
    'Package: heron',
    `Version: ${parts.version}`,
    `Architecture: ${debianArchitectures[parts.arch]}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${Math.ceil(parts.installedBytes / 1024)}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    `Suggests: ${suggests.join(', ')}`,
    'Section: utils',
    'Priority: optional',
    'Description: desktop assistant that does the work on your machine',
    ' You say what you want in a sentence; Heron makes a plan, shows it, asks for the',
    ' permissions it lacks, runs it on small sandboxed workers, and keeps every step',
    ' on a timeline that can be replayed and undone.',
    ' .',
    ' This edition uses an installed Chrome, Chromium or Edge as its window and brings',
    ' the Node.js it was tested with.',
  ].join('\n')}\n`;
}

/**
 * What each manager is started with. The manifest's needs say the same words, and a test holds one against the other: these
 * programs do whatever they are told, so what a person allows is the very command.
 */
export type Command = [program: string, ...args: string[]];

/** No scripts, nothing from git or a bare address, and every archive from the one registry, whatever a lockfile says. */
const npmWords = (registry: string): string[] => [
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--allow-git=none', '--allow-remote=none'],
  ...['--replace-registry-host=always', `--registry=${registry}`, '--json'],
];

export const npm = {
  settings: (): Command => ['npm', 'config', 'list', '--no-update-notifier'],
  install: (registry: string, isFrozen: boolean): Command => [
    'npm',
    isFrozen ? 'ci' : 'install',
    ...npmWords(registry),
  ],
  add: (registry: string, packages: string[], isDev: boolean): Command => [
    ...(['npm', 'install', isDev ? '--save-dev' : '--save-prod'] as const),
    ...npmWords(registry),
    ...['--', ...packages],
  ],
  remove: (registry: string, packages: string[]): Command => [
    ...(['npm', 'uninstall'] as const),
    ...npmWords(registry),
    ...['--', ...packages],
  ],
  outdated: (registry: string): Command => ['npm', 'outdated', ...npmWords(registry)],
  why: (registry: string, name: string): Command => ['npm', 'explain', ...npmWords(registry), '--', name],
  audit: (registry: string): Command => ['npm', 'audit', ...npmWords(registry)],
  /** All scripts of these packages, and of no others. */
  runScripts: (packages: string[]): Command => [
    ...(['npm', 'rebuild', '--ignore-scripts=false', '--dangerously-allow-all-scripts'] as const),
    ...['--foreground-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--', ...packages],
  ],
};

/** Isolated from the folder and from settings of one's own, so that one index is all there is. */
const pipWords = ['-I', '-m', 'pip', '--isolated', '--disable-pip-version-check', '--no-input', '--python=.venv'];
const fromIndex = (index: string): string[] => ['--quiet', '--only-binary=:all:', `--index-url=${index}`];

export const pip = {
  makeEnvironment: (): Command => ['python3', '-I', '-m', 'venv', '--without-pip', '.venv'],
  install: (index: string): Command => [
    ...(['python3', ...pipWords, 'install'] as Command),
    ...[...fromIndex(index), '--report=-', '--requirement=requirements.txt'],
  ],
  /** What would be installed, without doing it. */
  choose: (index: string, packages: string[]): Command => [
    ...(['python3', ...pipWords, 'install'] as Command),
    ...[...fromIndex(index), '--report=-', '--dry-run', '--ignore-installed', '--', ...packages],
  ],
  remove: (packages: string[]): Command => [
    ...(['python3', ...pipWords, 'uninstall'] as Command),
    ...['--quiet', '--yes', '--', ...packages],
  ],
  outdated: (index: string): Command => [
    ...(['python3', ...pipWords, 'list'] as Command),
    ...['--outdated', '--format=json', `--index-url=${index}`],
  ],
  inspect: (): Command => ['python3', ...pipWords, 'inspect'],
  runScripts: (index: string, packages: string[]): Command => [
    ...(['python3', ...pipWords, 'install'] as Command),
    ...['--quiet', '--only-binary=:all:', `--no-binary=${packages.join(',')}`, `--index-url=${index}`],
    '--requirement=requirements.txt',
  ],
};

/** What cargo would fetch from crates.io it fetches from the one registry. */
const cargoWords = (registry: string): string[] => [
  ...['--config', 'source.crates-io.replace-with="heron"'],
  ...['--config', `source.heron.registry="${registry}"`],
];

export const cargo = {
  install: (registry: string, isFrozen: boolean): Command => [
    ...(['cargo', 'fetch'] as const),
    ...(isFrozen ? ['--locked'] : []),
    ...cargoWords(registry),
  ],
  describe: (registry: string): Command => [
    ...(['cargo', 'metadata', '--format-version=1', '--locked', '--offline'] as const),
    ...cargoWords(registry),
  ],
  add: (registry: string, packages: string[], isDev: boolean): Command => [
    ...(['cargo', 'add'] as const),
    ...(isDev ? ['--dev'] : []),
    ...[...cargoWords(registry), '--', ...packages],
  ],
  remove: (registry: string, packages: string[]): Command => [
    ...(['cargo', 'remove'] as const),
    ...[...cargoWords(registry), '--', ...packages],
  ],
  outdated: (registry: string): Command => ['cargo', 'update', '--dry-run', '--verbose', ...cargoWords(registry)],
};

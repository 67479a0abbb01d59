import type { Actions } from './actions.generated.ts';
import { readClangTidy, readClippy, readGolangci, readVet } from './compiled-reports.ts';
import { readBiome, readEslint, readOxlint, readRuff, type Message } from './lint-reports.ts';

export type FormatterName = Actions['format']['output']['tools'][number];
export type LinterName = Actions['lint']['output']['tools'][number];

/** How a program is found to be a project's own, and how it is started. */
export type Tool = {
  /** Of the tools of one kind, the first that the project has is taken. */
  kind: 'script' | 'python' | 'go' | 'rust' | 'c';
  files: RegExp;
  /** Files whose presence says it; it is handed copies of those that lie around the code. */
  settings: readonly string[];
  /** A part of `pyproject.toml` that says it. */
  section?: string;
  /** A package of the project, and the file in it that is run; else a program of this machine. */
  package?: { name: string; file: string };
  /** The program, where it is called otherwise than the tool. */
  program?: string;
};

export type Formatter = Tool & {
  /** Changes files where it is started: all, or those it is told where it must be told. */
  args: readonly string[];
  takes: 'all' | 'names';
  /** It reads what a file names besides, so that has to lie beside it. */
  follows?: boolean;
};

export type Linter = Tool & {
  args: readonly string[];
  /** It mends what it can. */
  fix?: readonly string[];
  /** It is told names of files or folders, each file, or nothing: it checks what is built. */
  takes: 'paths' | 'names' | 'nothing';
  /** Another one that does what it does. */
  within?: LinterName;
  /** undefined: it is no report. */
  read(output: string, code: number | null): Message[] | undefined;
};

const scripts = /\.([cm]?[jt]sx?)$/;
const web = /\.([cm]?[jt]sx?|json[c5]?|css|scss|less|html?|vue|ya?ml|mdx?|graphql|svelte)$/;
const python = /\.pyi?$/;
const c = /\.([ch]|cc|cpp|cxx|hpp|hh|m|mm)$/;
const oxfmtSettings = ['.oxfmtrc.json', '.oxfmtrc.jsonc', 'oxfmt.config.ts'];
const prettierSettings = [
  ...['', '.json', '.json5', '.yaml', '.yml', '.toml', '.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map(
    (end) => `.prettierrc${end}`,
  ),
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `prettier.config.${end}`),
];
const eslintSettings = [
  ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((end) => `eslint.config.${end}`),
  ...['.js', '.cjs', '.json', '.yaml', '.yml'].map((end) => `.eslintrc${end}`),
];
const biome = {
  kind: 'script',
  settings: ['biome.json', 'biome.jsonc', '.biome.json', '.biome.jsonc'],
  package: { name: '@biomejs/biome', file: 'bin/biome' },
} as const;
const ruff = { kind: 'python', files: python, settings: ['ruff.toml', '.ruff.toml'], section: 'tool.ruff' } as const;

export const formatters: Record<FormatterName, Formatter> = {
  biome: {
    ...{ ...biome, files: /\.([cm]?[jt]sx?|jsonc?|css|graphql)$/, takes: 'all' },
    args: ['format', '--write', '--reporter=github', '.'],
  },
  oxfmt: {
    ...{ kind: 'script', files: web, settings: oxfmtSettings, takes: 'all' },
    ...{ package: { name: 'oxfmt', file: 'bin/oxfmt' }, args: ['.'] },
  },
  prettier: {
    ...{ kind: 'script', files: web, settings: prettierSettings, takes: 'all' },
    ...{ package: { name: 'prettier', file: 'bin/prettier.cjs' }, args: ['--write', '--log-level=warn', '.'] },
  },
  ruff: { ...ruff, args: ['format', '.'], takes: 'all' },
  black: { kind: 'python', files: python, settings: [], section: 'tool.black', args: ['--quiet', '.'], takes: 'all' },
  gofmt: { kind: 'go', files: /\.go$/, settings: ['go.mod'], args: ['-w', '.'], takes: 'all' },
  rustfmt: {
    ...{ kind: 'rust', files: /\.rs$/, settings: ['Cargo.toml', 'rustfmt.toml', '.rustfmt.toml'], takes: 'names' },
    ...{ args: [], follows: true },
  },
  'clang-format': {
    ...{ kind: 'c', files: c, settings: ['.clang-format', '_clang-format'] },
    ...{ args: ['-i', '--style=file'], takes: 'names' },
  },
};

export const linters: Record<LinterName, Linter> = {
  biome: {
    ...{ ...biome, files: /\.([cm]?[jt]sx?|jsonc?|css|graphql)$/, takes: 'paths', read: readBiome },
    args: ['lint', '--reporter=json', '--max-diagnostics=none'],
    fix: ['lint', '--write', '--reporter=json', '--max-diagnostics=none'],
  },
  oxlint: {
    ...{ kind: 'script', files: scripts, settings: ['.oxlintrc.json', 'oxlint.config.ts'], read: readOxlint },
    ...{ takes: 'paths', package: { name: 'oxlint', file: 'bin/oxlint' } },
    ...{ args: ['--format=json'], fix: ['--format=json', '--fix'] },
  },
  eslint: {
    ...{ kind: 'script', files: scripts, settings: eslintSettings, read: readEslint },
    ...{ takes: 'paths', package: { name: 'eslint', file: 'bin/eslint.js' } },
    ...{ args: ['--format=json'], fix: ['--format=json', '--fix'] },
  },
  ruff: {
    ...{ ...ruff, takes: 'paths', read: readRuff },
    ...{ args: ['check', '--output-format=json'], fix: ['check', '--output-format=json', '--fix'] },
  },
  clippy: {
    ...{ kind: 'rust', files: /\.rs$/, settings: ['Cargo.toml'], takes: 'nothing', read: readClippy },
    ...{ program: 'cargo', args: ['clippy', '--offline', '--quiet', '--all-targets', '--message-format=json'] },
  },
  'golangci-lint': {
    ...{ kind: 'go', files: /\.go$/, takes: 'nothing', read: readGolangci },
    settings: ['yml', 'yaml', 'toml', 'json'].map((end) => `.golangci.${end}`),
    args: ['run', './...'],
  },
  'go vet': {
    ...{ kind: 'go', files: /\.go$/, settings: ['go.mod'], takes: 'nothing', within: 'golangci-lint', read: readVet },
    ...{ program: 'go', args: ['vet', '-json', './...'] },
  },
  'clang-tidy': {
    ...{ kind: 'c', files: c, settings: ['.clang-tidy'], takes: 'names', read: readClangTidy, args: ['--quiet'] },
  },
};

/** What is asked about is the whole command, so that the manifest's needs say the same words. */
export function commandOf(name: string, tool: Tool, args: readonly string[], from = ''): [string, ...string[]] {
  if (!tool.package) return [tool.program ?? name, ...args];
  return ['node', `${from}node_modules/${tool.package.name}/${tool.package.file}`, ...args];
}

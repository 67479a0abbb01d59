import type { LanguageFn } from 'highlight.js';

type Grammar = () => Promise<{ default: LanguageFn }>;

export type CodeLanguage = {
  /** How it is called on screens. */
  label: string;
  load: Grammar;
  /** Other words for it after the three backticks. */
  aliases?: string[];
  /** Languages that stand inside it. */
  inner?: string[];
};

/** What code in answers is coloured for. Each grammar is a file of its own, fetched when the first such code is shown. */
export const codeLanguages: Record<string, CodeLanguage> = {
  bash: {
    label: 'Shell',
    load: () => import('highlight.js/lib/languages/bash'),
    aliases: ['sh', 'shell', 'zsh', 'console', 'shellscript'],
  },
  c: { label: 'C', load: () => import('highlight.js/lib/languages/c'), aliases: ['h'] },
  cpp: { label: 'C++', load: () => import('highlight.js/lib/languages/cpp'), aliases: ['c++', 'cc', 'hpp'] },
  csharp: { label: 'C#', load: () => import('highlight.js/lib/languages/csharp'), aliases: ['cs', 'c#'] },
  css: { label: 'CSS', load: () => import('highlight.js/lib/languages/css') },
  diff: { label: 'Diff', load: () => import('highlight.js/lib/languages/diff'), aliases: ['patch'] },
  dockerfile: { label: 'Dockerfile', load: () => import('highlight.js/lib/languages/dockerfile'), aliases: ['docker'] },
  go: { label: 'Go', load: () => import('highlight.js/lib/languages/go'), aliases: ['golang'] },
  ini: { label: 'INI', load: () => import('highlight.js/lib/languages/ini'), aliases: ['toml', 'conf'] },
  java: { label: 'Java', load: () => import('highlight.js/lib/languages/java') },
  javascript: {
    label: 'JavaScript',
    load: () => import('highlight.js/lib/languages/javascript'),
    aliases: ['js', 'jsx', 'mjs', 'cjs'],
  },
  json: { label: 'JSON', load: () => import('highlight.js/lib/languages/json'), aliases: ['json5', 'jsonc'] },
  kotlin: { label: 'Kotlin', load: () => import('highlight.js/lib/languages/kotlin'), aliases: ['kt', 'kts'] },
  lua: { label: 'Lua', load: () => import('highlight.js/lib/languages/lua') },
  makefile: { label: 'Makefile', load: () => import('highlight.js/lib/languages/makefile'), aliases: ['make', 'mk'] },
  markdown: { label: 'Markdown', load: () => import('highlight.js/lib/languages/markdown'), aliases: ['md'] },
  php: { label: 'PHP', load: () => import('highlight.js/lib/languages/php') },
  powershell: {
    label: 'PowerShell',
    load: () => import('highlight.js/lib/languages/powershell'),
    aliases: ['ps1', 'ps', 'pwsh'],
  },
  python: { label: 'Python', load: () => import('highlight.js/lib/languages/python'), aliases: ['py'] },
  r: { label: 'R', load: () => import('highlight.js/lib/languages/r') },
  ruby: { label: 'Ruby', load: () => import('highlight.js/lib/languages/ruby'), aliases: ['rb'] },
  rust: { label: 'Rust', load: () => import('highlight.js/lib/languages/rust'), aliases: ['rs'] },
  sql: {
    label: 'SQL',
    load: () => import('highlight.js/lib/languages/sql'),
    aliases: ['sqlite', 'postgresql', 'psql'],
  },
  swift: { label: 'Swift', load: () => import('highlight.js/lib/languages/swift') },
  typescript: {
    label: 'TypeScript',
    load: () => import('highlight.js/lib/languages/typescript'),
    aliases: ['ts', 'tsx', 'mts', 'cts'],
  },
  xml: {
    label: 'HTML',
    load: () => import('highlight.js/lib/languages/xml'),
    aliases: ['html', 'svg', 'xhtml', 'vue'],
    inner: ['css', 'javascript'],
  },
  yaml: { label: 'YAML', load: () => import('highlight.js/lib/languages/yaml'), aliases: ['yml'] },
};

const byWord = new Map(
  Object.entries(codeLanguages).flatMap(([name, { aliases = [] }]) =>
    [name, ...aliases].map((word) => [word, name] as const),
  ),
);

/** The language that a word after three backticks means. */
export function languageNamed(word: string): string | undefined {
  return byWord.get(word.toLowerCase());
}

/** What stands over the code: the language's own name, else the word as it was given. */
export function languageLabel(word: string): string {
  const name = languageNamed(word);
  const label = name === undefined ? word : (codeLanguages[name]?.label ?? word);
  // One grammar serves both.
  if (word.toLowerCase() === 'xml' || word.toLowerCase() === 'toml') return word.toUpperCase();
  return label;
}

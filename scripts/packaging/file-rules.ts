import { readFileSync } from 'node:fs';
import { looksOfSecrets } from '../../src/main/base/secret-looks.ts';
import { type PackageFinding, problem } from './package-finding.ts';
import type { ShippedFile } from './shipped-files.ts';

/** What no package may carry, by the name of the file. The first that matches is told. */
const unwanted: [pattern: RegExp, what: string][] = [
  // A worker may be called so.
  [/\.(test|spec)\.[^/]+$|(^|\/)(?<!out\/workers\/)(tests?|__tests__|fixtures|test-[^/]+|benchmarks?)\//, 'is a test'],
  [/\.map$/, 'is a source map'],
  [/\.(ts|mts|cts|tsx|jsx|flow|c|cc|cpp|h|hh|hpp|gyp|gypi|tgz)$|^app\/(src|workers|scripts)\//, 'is a source'],
  [
    /(^|\/)(\.env(\.[^/]*)?|\.npmrc|\.netrc|id_(rsa|dsa|ecdsa|ed25519)|[^/]*\.(pem|key|p12|pfx|keystore))$/,
    'may hold secrets',
  ],
  [/(^|\/)\.[^/]+(\/|$)/, 'is hidden'],
  [/\.(log|sqlite|db|tmp)$/, 'was left over'],
];

const text = /\.(js|cjs|mjs|json|html|css|yml|yaml|txt|xml|svg|md)$/;

/** Each file that must not be there, with the reason. */
export function checkFiles(files: readonly ShippedFile[]): PackageFinding[] {
  const ofOurs = files.filter(({ path }) => path.startsWith('app/') && !path.startsWith('app/node_modules/'));
  return [
    ...files.flatMap(({ path }) => {
      const rule = unwanted.find(([pattern]) => pattern.test(path));
      return rule ? problem(`${path} ${rule[1]}`) : [];
    }),
    ...ofOurs.filter(({ path }) => text.test(path)).flatMap(checkText),
  ];
}

function checkText({ path, source }: ShippedFile): PackageFinding[] {
  const content = readFileSync(source, 'utf8');
  const inlineMap = /sourceMappingURL=data:/.test(content) ? [problem(`${path} has its source map inside`)] : [];
  return [...inlineMap, ...secretsIn(content).map((look) => problem(`${path} has what looks like a secret: ${look}`))];
}

/** Long and random is a secret; a name, a placeholder, or the pattern that finds secrets is none. */
function secretsIn(content: string): string[] {
  return [...content.matchAll(looksOfSecrets)]
    .map(([found]) => found)
    .filter((found) => /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/.test(found) || isRandom(found))
    .map((found) => `${found.slice(0, 8)}…`);
}

function isRandom(found: string): boolean {
  const value = found.replace(/^Bearer\s+/, '');
  return /^[\w.+/=-]{20,}$/.test(value) && /[0-9]/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);
}

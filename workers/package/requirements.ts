import { fail } from 'heron/worker-kit';
import type { Package } from './manager.ts';

export type Requirement = { name: string; version: string | undefined; hashes: string[] };

/** Names that differ in case, dots, lines and hyphens only are one package. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * The packages of a requirements.txt. Errors: `unsupported` for a line that leads elsewhere: an option, an address, a
 * folder, another file.
 */
export function readRequirements(text: string, place: string): Requirement[] {
  return linesOf(text).map(({ number, content }) => {
    const [, name, version] =
      /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[\w\s,.-]*\])?\s*(?:===?\s*([\w.!+-]+)|[<>=!~][^;@]*)?\s*(?:;[^@]*)?$/.exec(
        content.replace(/\s+--hash=\S+/g, ''),
      ) ?? [];
    if (name === undefined) {
      return fail(
        'unsupported',
        `${place}, line ${number}: Heron goes by names, versions and hashes only, not by ${content}`,
        {
          path: place,
        },
      );
    }
    return { name, version, hashes: [...content.matchAll(/--hash=(\S+)/g)].map(([, hash = '']) => hash) };
  });
}

/** Lines with what follows a backslash, without comments. */
function linesOf(text: string): { number: number; content: string; length: number }[] {
  const found: { number: number; content: string; length: number }[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const begin = at;
    let content = lines[at] ?? '';
    while (content.endsWith('\\') && at + 1 < lines.length)
      content = `${content.slice(0, -1)} ${(lines[(at += 1)] ?? '').trim()}`;
    content = content.replace(/(^|\s)#.*$/, '').trim();
    if (content !== '') found.push({ number: begin + 1, content, length: at - begin + 1 });
  }
  return found;
}

/** The text with these packages in the place of what stood there for them, or at its end. */
export function withPackages(text: string, packages: (Package & { sha256: string })[], hasHashes: boolean): string {
  const rest = withoutPackages(
    text,
    packages.map(({ name }) => name),
  );
  const lines = packages.map(({ name, version, sha256 }) => {
    return `${name}==${version}${hasHashes && sha256 !== '' ? ` --hash=sha256:${sha256}` : ''}\n`;
  });
  return (rest === '' || rest.endsWith('\n') ? rest : `${rest}\n`) + lines.join('');
}

export function withoutPackages(text: string, names: string[]): string {
  const gone = new Set(names.map(normalName));
  const lines = text.split('\n');
  for (const { number, content, length } of linesOf(text).toReversed()) {
    const name = /^[\w.-]+/.exec(content)?.[0] ?? '';
    if (gone.has(normalName(name))) lines.splice(number - 1, length);
  }
  return lines.join('\n');
}

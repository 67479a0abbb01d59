/** The changelog as it is after a release, and what it says of it. */
export type Released = { changelog: string; notes: string };

const unreleased = '## Unreleased';

/**
 * Puts what is unreleased under the version and the day (`2026-11-27`). Errors: there is no such heading, nothing stands below it, or the
 * version has a heading already.
 */
export function releaseChangelog(changelog: string, version: string, day: string): Released {
  const lines = changelog.split('\n');
  const start = lines.indexOf(unreleased);
  if (start < 0) throw new Error(`CHANGELOG.md has no heading “${unreleased}”`);
  if (lines.some((line) => isHeadingOf(line, version)))
    throw new Error(`CHANGELOG.md has a heading for ${version} already`);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  const end = next < 0 ? lines.length : next;
  const notes = lines
    .slice(start + 1, end)
    .join('\n')
    .trim();
  if (notes === '') throw new Error('CHANGELOG.md says nothing of what is unreleased');
  const before = lines.slice(0, start);
  const after = lines.slice(end);
  const heading = `## ${version} (${day})`;
  return {
    changelog: [...before, unreleased, '', heading, '', notes, '', ...after].join('\n').trimEnd() + '\n',
    notes,
  };
}

/** What the changelog says of a version. Errors: it has no such version. */
export function notesOf(changelog: string, version: string): string {
  const lines = changelog.split('\n');
  const start = lines.findIndex((line) => isHeadingOf(line, version));
  if (start < 0) throw new Error(`CHANGELOG.md has no heading for ${version}`);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('## '));
  return lines
    .slice(start + 1, next < 0 ? undefined : next)
    .join('\n')
    .trim();
}

function isHeadingOf(line: string, version: string): boolean {
  return line === `## ${version}` || line.startsWith(`## ${version} `);
}

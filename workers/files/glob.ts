/**
 * Tells whether a relative name, with `/` between its parts, is like the pattern; without one every name is. A pattern
 * without `/` is held against the last part alone. Upper and lower case are the same.
 */
export function globMatcher(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const expression = new RegExp(`^${toRegex(pattern)}$`, 'isu');
  if (pattern.includes('/')) return (name) => expression.test(name);
  return (name) => expression.test(name.slice(name.lastIndexOf('/') + 1));
}

/** Like `globMatcher`; a pattern without any of its signs is a part of the name, which is what somebody who says "named invoice" means. */
export function nameMatcher(pattern: string | undefined): (name: string) => boolean {
  const isPlain = pattern !== undefined && !/[*?{}/]/.test(pattern);
  return globMatcher(isPlain ? `*${pattern}*` : pattern);
}

const token = /\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[\s\S]/gu;

function toRegex(pattern: string): string {
  return pattern.replaceAll(token, (text: string, alternatives: string | undefined) => {
    if (alternatives !== undefined) return `(?:${alternatives.split(',').map(toRegex).join('|')})`;
    if (text === '**/') return '(?:[^/]*/)*';
    if (text === '**') return '.*';
    if (text === '*') return '[^/]*';
    if (text === '?') return '[^/]';
    return text.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`);
  });
}

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

/** Which names below a folder its .dockerignore leaves out: the last line that fits decides, `!` takes back in. */
export function readIgnoreFile(text: string): (name: string) => boolean {
  const rules = text
    .split('\n')
    .map((line) => line.replace(/\r$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(ruleOf);
  return (name) => {
    const parts = name.split('/');
    const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    let isOut = false;
    for (const { pattern, takesIn } of rules) if (above.some((each) => pattern.test(each))) isOut = !takesIn;
    return isOut;
  };
}

function ruleOf(line: string): { pattern: RegExp; takesIn: boolean } {
  const takesIn = line.startsWith('!');
  const plain = (takesIn ? line.slice(1).trim() : line).replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  return { pattern: new RegExp(`^${toSource(plain)}$`, 'u'), takesIn };
}

/** As Go matches paths: `*` and `?` stay within a name, `**` is any number of names, `[a-z]` is one character. */
function toSource(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|\\.|[^]/gu, (token) => {
    if (token === '**/') return '(?:[^/]+/)*';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2 && token.startsWith('[')) return classOf(token);
    const plain = token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
    return plain.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
  });
}

function classOf(token: string): string {
  const inside = token.slice(1, -1).replaceAll(/[\\[\]&~]/gu, '\\$&');
  return `[${inside}]`;
}

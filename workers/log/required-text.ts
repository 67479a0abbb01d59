/** What stands for itself in an expression; everything else ends a run of plain text. */
const special = /[\\^$.|?*+()[\]{}/]/;

/**
 * The longest text that every match of a regular expression contains, or none: what lacks it need not be looked at. It
 * gives up early rather than be wrong: alternatives, groups and classes count for nothing.
 */
export function requiredText(source: string): string {
  let [longest, run] = ['', ''];
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < source.length;) {
    const one = characterAt(source, at);
    if (one === '|') return '';
    if (one === '(' || one === '[') {
      end();
      at = behind(source, at);
      if (at === -1) return '';
      at = behindQuantifier(source, at);
      continue;
    }
    const escaped = one === '\\' ? characterAt(source, at + 1) : '';
    const isPlain = one === '\\' ? special.test(escaped) : !special.test(one);
    const next = at + one.length + escaped.length;
    // \x41, \u0041, \p{L}, \cJ and \1 are longer than two characters; what follows them must not be taken for text.
    if (one === '\\' && /[xupPkc\d]/.test(escaped)) break;
    if (!isPlain) {
      end();
      at = behindQuantifier(source, next);
      continue;
    }
    const after = behindQuantifier(source, next);
    const text = one === '\\' ? escaped : one;
    if (after === next) run += text;
    else {
      // a+ contains an a, a? and a* and a{0,2} may not.
      if (source[next] === '+') run += text;
      end();
    }
    at = after;
  }
  end();
  return longest;
}

/** Both halves of one that has two. */
function characterAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
}

function behindQuantifier(source: string, at: number): number {
  const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 24));
  return at + (found?.[0].length ?? 0);
}

/** Behind the end of a class or a group that begins here, or -1. */
function behind(source: string, from: number): number {
  let depth = 0;
  let isClass = false;
  for (let at = from; at < source.length; at += 1) {
    const one = source[at];
    if (one === '\\') at += 1;
    else if (isClass) isClass = one !== ']';
    else if (one === '[') isClass = true;
    else if (one === '(') depth += 1;
    else if (one === ')') depth -= 1;
    if (depth === 0 && !isClass) return at + 1;
  }
  return -1;
}

type Rule = { isAllowed: boolean; pattern: string };

/**
 * Whether a robots.txt lets a program of this name have a path (RFC 9309): the group that names it, else the one for all; of the
 * rules that fit, the longest; of as long ones, the one that allows.
 */
export function isAllowedByRobots(text: string, name: string, path: string): boolean {
  const groups = readGroups(text);
  const own = groups.filter(({ names }) => names.includes(name.toLowerCase()));
  const rules = (own.length > 0 ? own : groups.filter(({ names }) => names.includes('*'))).flatMap(
    (each) => each.rules,
  );
  let best: Rule | undefined;
  for (const rule of rules) {
    if (!fits(rule.pattern, path)) continue;
    const longer = rule.pattern.length - (best?.pattern.length ?? -1);
    if (longer > 0 || (longer === 0 && rule.isAllowed)) best = rule;
  }
  return best?.isAllowed ?? true;
}

type Group = { names: string[]; rules: Rule[] };

function readGroups(text: string): Group[] {
  const groups: Group[] = [];
  let isNaming = false;
  for (const line of text.split(/\r?\n/)) {
    const [key = '', ...rest] = (line.split('#')[0] ?? '').split(':');
    const [field, value] = [key.trim().toLowerCase(), rest.join(':').trim()];
    if (field === 'user-agent') {
      if (!isNaming) groups.push({ names: [], rules: [] });
      groups.at(-1)?.names.push(value.toLowerCase());
      isNaming = true;
    } else if (field === 'allow' || field === 'disallow') {
      isNaming = false;
      if (value !== '') groups.at(-1)?.rules.push({ isAllowed: field === 'allow', pattern: value });
    }
  }
  return groups;
}

/** `*` is anything, `$` the end. Part by part, so that no pattern takes long. */
function fits(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const parts = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  const [first = '', ...others] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    if (isWhole && index === others.length - 1) return path.length - part.length >= at && path.endsWith(part);
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return !isWhole || at === path.length;
}

const longest = 64;

/**
 * Names of actions for the names of tools: `get-sum` is `getSum`. Each is valid and no two are the same; a tool keeps its name
 * whatever the order of the list, and a name that is valid already is nobody else's.
 */
export function actionNames(tools: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const give = (tool: string, name: string): void => {
    names.set(tool, name);
    taken.add(name);
  };
  const sorted = [...new Set(tools)].toSorted();
  for (const tool of sorted) if (isName(tool)) give(tool, tool);
  for (const tool of sorted) {
    if (names.has(tool)) continue;
    give(tool, freeName(camelCase(tool), taken));
  }
  return names;
}

/** The same for what comes after tools, which keep the names they have. */
export function namesBeside(wanted: readonly string[], taken: Iterable<string>): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set(taken);
  for (const one of [...new Set(wanted)].toSorted()) {
    const name = freeName(isName(one) ? one : camelCase(one), used);
    names.set(one, name);
    used.add(name);
  }
  return names;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = withNumber(wanted, number);
  return name;
}

function isName(text: string): boolean {
  return /^[a-z][a-zA-Z0-9]{0,63}$/.test(text);
}

function camelCase(text: string): string {
  const [first = '', ...more] = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = lowerFirst(first) + more.map(upperFirst).join('');
  const name = /^[a-z]/.test(joined) ? joined : `tool${upperFirst(joined)}`;
  return name.slice(0, longest);
}

function withNumber(name: string, number: number): string {
  const suffix = String(number);
  return name.slice(0, longest - suffix.length) + suffix;
}

/** A name in capitals alone is a word: `ECHO` is `echo`. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word.slice(0, 1).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

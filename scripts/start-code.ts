import type { Plugin } from 'vite';

/** How the built programs are written so that a start does no more than it must. Lines stay lines: source maps stay true. */
export function startCode(): Plugin {
  return {
    name: 'start-code',
    // After what puts in imports of its own for packages that are CommonJS.
    enforce: 'post',
    renderChunk: (code) => ({ code: lateStreams(lateRequires(latePackages(unwrapBuiltins(code)))), map: null }),
  };
}

/**
 * Node's own modules without the wrappers that importing them makes. Those read every export of a module, also what is
 * made when it is first read: for `node:http` that is undici, which costs each start as much as opening the database.
 */
export function unwrapBuiltins(code: string): string {
  const lines = code.split('\n');
  for (const [at, line] of lines.entries()) {
    if (line !== '' && !/^(?:import\b|\/\/)/.test(line)) break;
    const [, bindings, module] = /^import (?:(.+) from )?["'](node:[\w/]+)["'];$/.exec(line) ?? [];
    if (module !== undefined) lines[at] = readingOf(bindings, module);
  }
  return lines.join('\n');
}

/** No start calls any function of these: each is loaded at the first call. */
const lateBuiltins = new Set(['node:assert', 'node:https', 'node:v8', 'node:zlib']);

function readingOf(bindings: string | undefined, module: string): string {
  const read = `process.getBuiltinModule("${module}")`;
  if (bindings === undefined) return `${read};`;
  const [, whole, named] = /^(?:\* as )?([\w$]+)?(?:, )?(?:\{(.*)\})?$/.exec(bindings) ?? [];
  if (named && !whole && lateBuiltins.has(module)) return callingLate(named, read);
  const wholly = whole ? [`${whole} = ${lateBuiltins.has(module) ? lookedAtLate(read) : read}`] : [];
  const partly = named ? [`{${named.replaceAll(' as ', ': ')}} = ${read}`] : [];
  return `const ${[...wholly, ...partly].join(', ')};`;
}

function callingLate(named: string, read: string): string {
  const calls = named.split(',').map((each) => {
    const [name = '', local = name] = each.trim().split(' as ');
    return `${local} = (...given) => ${read}.${name}(...given)`;
  });
  return `const ${calls.join(', ')};`;
}

/** Stands for a module, or for the function that a module is, until something of it is looked at. */
function lookedAtLate(read: string): string {
  return `new Proxy(() => {}, { get: (_, part) => ${read}[part], apply: (_, __, given) => ${read}(...given) })`;
}

/** What packages written as CommonJS ask Node for as soon as they run: sockets want to compress, and most never do. */
export function lateRequires(code: string): string {
  return code.replaceAll(/\b__require\("(?:node:)?(\w+)"\)/g, (whole, name: string) =>
    lateBuiltins.has(`node:${name}`) ? lookedAtLate(`process.getBuiltinModule("node:${name}")`) : whole,
  );
}

/** A class made from Node's streams of the web loads them; it becomes one of theirs with the first of its objects. */
export function lateStreams(code: string): string {
  const late = code.replaceAll(/\b(class(?: \w+)?) extends TransformStream \{/g, '$1 extends LateTransformStream {');
  if (late === code) return code;
  return `${late}
function LateTransformStream(...given) {
  Object.setPrototypeOf(new.target.prototype, TransformStream.prototype);
  return Reflect.construct(TransformStream, given, new.target);
}`;
}

/**
 * Packages that are written as CommonJS, which the bundler keeps in a function each, are run when something of them is
 * first used: expressions, checks of schemas and sockets are not part of a start.
 */
export function latePackages(code: string): string {
  return code.replaceAll(
    /^var (import_[\w$]+) = (?:\/\* @__PURE__ \*\/ )?(__toESM\(require_[\w$]+\(\)(?:, 1)?\)|require_[\w$]+\(\));$/gm,
    (_, name: string, run: string) =>
      `var ${name} = new Proxy({}, { get: (late, part) => (late.is ??= ${run})[part] });`,
  );
}

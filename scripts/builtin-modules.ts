import type { Plugin } from 'vite';

/**
 * Node's own modules without the wrappers that importing them makes. Those read every export of a module, also what is
 * made when it is first read: for `node:http` that is undici, which costs each start as much as opening the database.
 */
export function builtinsUnwrapped(): Plugin {
  return {
    name: 'builtins-unwrapped',
    // Lines stay lines, so the source map stays true.
    renderChunk: (code) => ({ code: unwrapBuiltins(code), map: null }),
  };
}

/** The imports a file begins with, those of Node's modules as reading from `process.getBuiltinModule`. */
export function unwrapBuiltins(code: string): string {
  const lines = code.split('\n');
  for (const [at, line] of lines.entries()) {
    if (line !== '' && !/^(?:import\b|\/\/)/.test(line)) break;
    const [, bindings, module] = /^import (?:(.+) from )?["'](node:[\w/]+)["'];$/.exec(line) ?? [];
    if (module !== undefined) lines[at] = readingOf(bindings, module);
  }
  return lines.join('\n');
}

function readingOf(bindings: string | undefined, module: string): string {
  const read = `process.getBuiltinModule("${module}")`;
  if (bindings === undefined) return `${read};`;
  const [, whole, named] = /^(?:\* as )?([\w$]+)?(?:, )?(?:\{(.*)\})?$/.exec(bindings) ?? [];
  const wholly = whole ? [`${whole} = ${read}`] : [];
  const partly = named ? [`{${named.replaceAll(' as ', ': ')}} = ${read}`] : [];
  return `const ${[...wholly, ...partly].join(', ')};`;
}

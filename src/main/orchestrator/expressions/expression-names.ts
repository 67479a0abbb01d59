type SyntaxNode = { type?: unknown; steps?: { type?: unknown; value?: unknown }[] };

/** The names of every path of a syntax tree, from its beginning up to the first step that is no name. */
export function namesOf(tree: unknown): string[][] {
  const found: string[][] = [];
  // With a list of its own: a long chain of operators is a deep tree.
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, steps } = node as SyntaxNode;
    if (type === 'path' && steps) {
      const end = steps.findIndex((step) => step.type !== 'name' || typeof step.value !== 'string');
      const names = steps.slice(0, end < 0 ? steps.length : end).map(({ value }) => String(value));
      if (names.length > 0) found.push(names);
    }
    pending.push(...Object.values(node).toReversed());
  }
  return found;
}

/** The first variable of a syntax tree that has one of these names. */
export function variableIn(tree: unknown, names: readonly string[]): { value: string; position: unknown } | undefined {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    const { type, value, position } = node as { type?: unknown; value?: unknown; position?: unknown };
    if (type === 'variable' && typeof value === 'string' && names.includes(value)) return { value, position };
    pending.push(...Object.values(node).toReversed());
  }
  return undefined;
}

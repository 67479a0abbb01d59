/** A list that stands in another run: the ends of what is inside one of its tasks. */
export type LinkedList = { run: string; inside: string };

/** The lists that a payload reads in other runs; `around`: the run it stands in itself, if what names none is wanted too. */
export function linkedListsIn(value: unknown, around?: string): LinkedList[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => linkedListsIn(item, around));
  return Object.entries(value as Record<string, unknown>).flatMap(([key, field]) => {
    const found = key === '$items' || key === 'list' ? toList(field, around) : undefined;
    return found ? [found] : linkedListsIn(field, around);
  });
}

function toList(field: unknown, around: string | undefined): LinkedList | undefined {
  if (typeof field !== 'object' || field === null) return undefined;
  const { run = around, inside, from = inside } = field as { run?: unknown; inside?: unknown; from?: unknown };
  return typeof run === 'string' && typeof from === 'string' ? { run, inside: from } : undefined;
}

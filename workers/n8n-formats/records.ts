import type { Fields } from './call.ts';

export type Cell = string | number | boolean | null;

/** `isTyped`: numbers are numbers because the file says so. */
export type Grid = { rows: Cell[][]; isTyped: boolean };

/** Rows as items: named by the first one, or as a list under `row`. Rows with nothing in them are left out. */
export function recordsOf(
  { rows }: Grid,
  { hasHeader, hasEmpty }: { hasHeader: boolean; hasEmpty: boolean },
): Fields[] {
  const filled = rows.filter((row) => row.some(isFilled));
  if (!hasHeader) return filled.map((row) => ({ row: trimmed(row).map((cell) => cell ?? '') }));
  const [head = [], ...below] = filled;
  const names = uniqueNames(head);
  return below.map((row) =>
    Object.fromEntries(
      names.flatMap((name, column) => {
        const cell = row[column] ?? null;
        if (!isFilled(cell)) return hasEmpty ? [[name, '']] : [];
        return [[name, cell]];
      }),
    ),
  );
}

const isFilled = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && cell !== '';

const trimmed = (row: Cell[]): Cell[] => row.slice(0, row.findLastIndex(isFilled) + 1);

function uniqueNames(head: readonly Cell[]): string[] {
  const taken = new Set<string>();
  return head.map((cell) => {
    const base = isFilled(cell) ? String(cell) : '__EMPTY';
    let name = base;
    for (let number = 1; taken.has(name); number += 1) name = `${base}_${number}`;
    taken.add(name);
    return name;
  });
}

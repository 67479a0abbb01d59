import { fail } from 'heron/worker-kit';
import type { Drawing } from './drawing.ts';

export type Cell = string | number | boolean | null;

/** The columns that are drawn: what goes along the bottom, and one series for each of `y`. */
export type Plotted = {
  x: { name: string; values: Cell[] };
  y: { name: string; values: (number | null)[] }[];
};

const mostPoints = 200_000;

/**
 * Which columns of the data go where: those that the input names, else the first for x and the ones with numbers for y.
 * Errors: `invalid-input` for what is not there, for a y without numbers, and for data that is none.
 */
export function plottedOf({ data, x, y }: Drawing): Plotted {
  const { columns, rows } = data;
  if (rows.length === 0) fail('invalid-input', 'There are no rows to draw', { field: 'data' });
  if (rows.length > mostPoints)
    fail('limit-exceeded', `There are ${rows.length} rows; at most ${mostPoints} are drawn. Aggregate them first`, {
      field: 'data',
    });
  const table = rows.map((row, index) => cellsOf(row, columns.length, index));
  const along = x === undefined ? 0 : placeOf(columns, x, 'x');
  const named = y?.map((name) => placeOf(columns, name, 'y'));
  const numeric = columns.map((_, place) => place).filter((place) => place !== along && isNumeric(table, place));
  const upward = named ?? numeric;
  for (const place of upward)
    if (!isNumeric(table, place))
      fail('invalid-input', `The column “${columns[place] ?? ''}” holds no numbers to draw`, { field: 'y' });
  return {
    x: { name: columns[along] ?? '', values: table.map((row) => row[along] ?? null) },
    y: upward.map((place) => ({ name: columns[place] ?? '', values: table.map((row) => numberOf(row[place])) })),
  };
}

function cellsOf(row: unknown[], width: number, index: number): Cell[] {
  if (row.length !== width)
    fail('invalid-input', `Row ${index + 1} has ${row.length} cells where there are ${width} columns`, {
      field: 'data',
    });
  return row.map((cell) => {
    const kind = typeof cell;
    if (cell === null || kind === 'string' || kind === 'number' || kind === 'boolean') return cell as Cell;
    return fail('invalid-input', `Row ${index + 1} holds what is neither text, number, true, false nor null`, {
      field: 'data',
    });
  });
}

function placeOf(columns: string[], name: string, field: string): number {
  const exact = columns.indexOf(name);
  const place = exact === -1 ? columns.findIndex((one) => one.toLowerCase() === name.toLowerCase()) : exact;
  if (place !== -1) return place;
  return fail('invalid-input', `There is no column “${name}”; there are ${columns.join(', ')}`, { field });
}

/** At least one number, and nothing else but gaps. */
function isNumeric(table: Cell[][], place: number): boolean {
  let numbers = 0;
  for (const row of table) {
    const cell = row[place];
    if (cell === null || cell === undefined || cell === '') continue;
    if (numberOf(cell) === null) return false;
    numbers += 1;
  }
  return numbers > 0;
}

export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== 'string' || cell.trim() === '') return null;
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}

import type { ReactNode } from 'react';
import { t } from '../../../words/words.ts';

export interface Column<Row> {
  /** Empty for a column of buttons. */
  name: string;
  cell: (row: Row) => ReactNode;
}

interface DataTableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
}

/** On a phone each row becomes a small list of names and values. */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    <div className="overflow-hidden rounded-lg border bg-raised shadow-raised">
      <table aria-label={label} className="w-full border-collapse text-left text-sm max-md:block">
        <thead className="text-xs text-muted max-md:sr-only">
          <tr className="border-b">
            {columns.map(({ name }) => (
              <th key={name} scope="col" className="px-3 py-2 font-medium whitespace-nowrap first:pl-4">
                {name === '' ? <span className="sr-only">{t('Actions')}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b last:border-b-0 max-md:block max-md:px-4 max-md:py-2.5">
              {columns.map(({ name, cell }) => (
                <td
                  key={name}
                  className="px-3 py-2 align-middle first:pl-4 last:pr-4 max-md:flex max-md:gap-3 max-md:px-0 max-md:py-0.5 max-md:first:pl-0"
                >
                  {name !== '' && (
                    <span aria-hidden className="w-20 shrink-0 text-xs text-muted md:hidden">
                      {name}
                    </span>
                  )}
                  <span className="min-w-0">{cell(row)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { load } from 'cheerio';
import { NodeFailure } from './call.ts';
import type { Cell, Grid } from './records.ts';

/** The first table of a page. What looks like a number is one, if it is not to stay as it is written. */
export function htmlRows(html: string, isRaw: boolean): Grid {
  const page = load(html);
  const table = page('table').first();
  if (table.length === 0) throw new NodeFailure('The page has no table');
  const rows = table
    .find('tr')
    .toArray()
    .map((row) =>
      page(row)
        .children('td, th')
        .toArray()
        .flatMap((cell): Cell[] => {
          const words = page(cell).text().trim();
          const span = Math.min(1000, Math.max(1, Number(page(cell).attr('colspan') ?? 1) || 1));
          return [meant(words, isRaw), ...Array.from({ length: span - 1 }, () => null)];
        }),
    );
  return { rows, isTyped: false };
}

function meant(words: string, isRaw: boolean): Cell {
  if (isRaw || !/^-?\d+(\.\d+)?$/.test(words)) return words;
  return Number(words);
}

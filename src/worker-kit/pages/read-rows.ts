import { isCalled, valueOf, type WantedField } from './field-value.ts';
import { all, type Page, type PageElement, textOf } from './page-element.ts';
import { inData, linkedData, type PageRecord, readRecord } from './read-record.ts';

/** Rows of a page: of its JSON-LD, a table, or whatever is there several times, whichever has most of what is wanted. */
export function readRows(page: Page, fields: readonly WantedField[]): PageRecord[] {
  const candidates = [...dataRows(page.root, fields), ...tableRows(page, fields), ...repeatedRows(page, fields)];
  let best: PageRecord[] = [];
  for (const rows of candidates) if (worth(rows) > worth(best)) best = rows;
  return best;
}

/** How many fields were found in all; of as many, what comes first counts more: machines, tables, the rest. */
function worth(rows: readonly PageRecord[]): number {
  return rows.reduce((sum, row) => sum + Object.keys(row).length, 0);
}

function dataRows(root: PageElement, fields: readonly WantedField[]): PageRecord[][] {
  const lists: unknown[][] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 6) return;
    if (Array.isArray(value) && value.length > 0) lists.push(value);
    Object.values(value).forEach((each) => visit(each, depth + 1));
  };
  visit(linkedData(root), 0);
  return lists.map((list) => list.map((item) => recordOf(fields, (field) => inData(item, field))).filter(hasSome));
}

function tableRows({ root }: Page, fields: readonly WantedField[]): PageRecord[][] {
  return all(root, 'table').map((table) => {
    const rows = all(table, 'tr');
    const head = rows.findIndex((row) =>
      cells(row).some((cell) => fields.some((field) => isCalled(field, textOf(cell)))),
    );
    if (head < 0) return [];
    const names = cells(rows[head]).map(textOf);
    const columns = fields.map((field) => names.findIndex((name) => isCalled(field, name)));
    return rows
      .slice(head + 1)
      .map((row) => {
        const texts = cells(row).map(textOf);
        return recordOf(fields, (field) => texts[columns[fields.indexOf(field)] ?? -1]);
      })
      .filter(hasSome);
  });
}

function cells(row: PageElement | undefined): PageElement[] {
  return row ? Array.from(row.children).filter(({ tagName }) => tagName === 'TD' || tagName === 'TH') : [];
}

const mostGroups = 200;

/** Elements beside each other that look the same. */
function repeatedRows(page: Page, fields: readonly WantedField[]): PageRecord[][] {
  const groups: PageElement[][] = [];
  for (const parent of all(page.root, 'body, body *')) {
    const alike = new Map<string, PageElement[]>();
    for (const child of Array.from(parent.children)) {
      if (['SCRIPT', 'STYLE', 'BR', 'TR', 'TD', 'TH', 'OPTION', 'DT', 'DD'].includes(child.tagName)) continue;
      const look = `${child.tagName} ${(child.getAttribute('class') ?? '').split(/\s+/)[0]}`;
      alike.set(look, [...(alike.get(look) ?? []), child]);
    }
    groups.push(...[...alike.values()].filter(({ length }) => length > 1));
    if (groups.length > mostGroups) break;
  }
  return groups.map((group) =>
    group.map((element) => readRecord({ ...page, root: element }, fields, true)).filter(hasSome),
  );
}

function recordOf(fields: readonly WantedField[], find: (field: WantedField) => string | undefined): PageRecord {
  const record: PageRecord = {};
  for (const field of fields) {
    const text = find(field);
    const value = text === undefined ? undefined : valueOf(field, text);
    if (value !== undefined) record[field.name] = value;
  }
  return record;
}

function hasSome(record: PageRecord): boolean {
  return Object.keys(record).length > 0;
}

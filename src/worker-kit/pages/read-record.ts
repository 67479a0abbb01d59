import { isCalled, plainName, valueOf, type WantedField } from './field-value.ts';
import { all, type Page, type PageElement, textOf } from './page-element.ts';

export type FieldValue = string | number | boolean;
export type PageRecord = Record<string, FieldValue>;

/** A way to find what a field is called by; the first that knows it is believed. */
type Rule = (root: PageElement, field: WantedField, page: Page) => string | undefined;

/** One record of an element: what is said of it for machines first, then what stands beside its label, then what usually means it. */
export function readRecord(page: Page, fields: readonly WantedField[], isRow: boolean): PageRecord {
  const { root } = page;
  const record: PageRecord = {};
  const data = isRow ? [] : linkedData(root);
  for (const field of fields) {
    const rules = isRow ? rulesOfRows : rulesOfPages;
    const texts = [inData(data, field), ...rules.map((rule) => rule(root, field, page))];
    for (const text of texts) {
      const value = text === undefined ? undefined : valueOf(field, text);
      if (value === undefined) continue;
      record[field.name] = value;
      break;
    }
  }
  return record;
}

/** What JSON-LD blocks of the page say. */
export function linkedData(root: PageElement): unknown[] {
  return all(root, 'script[type="application/ld+json"]').flatMap((block) => {
    try {
      return [JSON.parse(block.textContent ?? '') as unknown];
    } catch {
      return []; // many pages have some that are broken
    }
  });
}

export function inData(data: unknown, field: WantedField, depth = 0): string | undefined {
  if (typeof data !== 'object' || data === null || depth > 6) return undefined;
  const entries = Object.entries(data);
  for (const [name, value] of entries) {
    if (isCalled(field, name) && ['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  }
  for (const [, value] of entries) {
    const found = inData(value, field, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

const microdata: Rule = (root, field) => {
  const found = all(root, '[itemprop]').find((each) => isCalled(field, each.getAttribute('itemprop') ?? ''));
  return found && (found.getAttribute('content') ?? found.getAttribute('datetime') ?? textOf(found));
};

const meta: Rule = (root, field) => {
  const found = all(root, 'meta[name], meta[property]').find((each) => {
    const name = each.getAttribute('property') ?? each.getAttribute('name') ?? '';
    return isCalled(field, name) || isCalled(field, name.split(':').at(-1) ?? '');
  });
  return found?.getAttribute('content') ?? undefined;
};

const described: Rule = (root, field) => {
  const label = all(root, 'dt, th').find((each) => isCalled(field, textOf(each)));
  const beside = label?.nextElementSibling;
  return beside && ['DD', 'TD'].includes(beside.tagName) ? textOf(beside) : undefined;
};

const labelled: Rule = (root, field) => {
  const label = all(root, 'label').find((each) => isCalled(field, textOf(each)));
  const id = label?.getAttribute('for');
  const input = label && (id ? root.querySelector(`[id="${id.replaceAll('"', '')}"]`) : label.querySelector('input'));
  return input?.getAttribute('value') ?? undefined;
};

/** `Pages: 320`, as a line of its own or with the name in an element. */
const colon: Rule = (root, field) => {
  for (const each of all(root, 'p, li, span, div, td, b, strong')) {
    if (each.children.length > 3) continue;
    const [name = '', ...rest] = textOf(each).split(':');
    if (name.length < 60 && rest.length > 0 && isCalled(field, name)) {
      const value = rest.join(':').trim();
      return value === '' ? textOf(each.nextElementSibling) || undefined : value;
    }
  }
  return undefined;
};

const classed: Rule = (root, field) => {
  const found = all(root, '[class], [id], [data-field], [data-testid]').find((each) =>
    ['data-field', 'data-testid', 'id', 'class'].some((name) =>
      (each.getAttribute(name) ?? '').split(/\s+/).some((part) => isPartCalled(field, part)),
    ),
  );
  return found && textOf(found);
};

/** `product-price` is a price. */
function isPartCalled(field: WantedField, part: string): boolean {
  return isCalled(field, part) || isCalled(field, part.split(/[-_]+/).at(-1) ?? '');
}

const usual: { means: RegExp; find: Rule }[] = [
  {
    means: /^(title|name|heading|headline|product|item)$/,
    find: (root) => textOf(root.querySelector('h1, h2, h3, h4, a')),
  },
  { means: /(url|link|address|href)$/, find: (root, _field, page) => addressIn(root, 'a', 'href', page) },
  { means: /(image|picture|photo)$/, find: (root, _field, page) => addressIn(root, 'img', 'src', page) },
  { means: /(date|time|published|updated)$/, find: (root) => dateOf(root.querySelector('time')) },
  {
    means: /(price|cost|amount|total)$/,
    find: (root) =>
      /(?:[$€£¥]|EUR|USD|GBP|CHF)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥]|EUR|USD|GBP|CHF)/.exec(textOf(root))?.[0],
  },
];

const usually: Rule = (root, field, page) => {
  const word = plainName(field.name);
  return usual.find(({ means }) => means.test(word))?.find(root, field, page) || undefined;
};

const ofPage: Rule = (root, field, { url }) => {
  const word = plainName(field.name);
  if (/^(url|address|link)$/.test(word)) return root.querySelector('link[rel=canonical]')?.getAttribute('href') ?? url;
  return word === 'title' ? textOf(root.querySelector('title')) || undefined : undefined;
};

const rulesOfPages: Rule[] = [microdata, described, labelled, colon, classed, meta, ofPage, usually];
const rulesOfRows: Rule[] = [microdata, described, classed, colon, usually];

function dateOf(element: PageElement | null): string | undefined {
  return element ? (element.getAttribute('datetime') ?? textOf(element)) : undefined;
}

function addressIn(root: PageElement, tag: string, attribute: string, { resolve }: Page): string | undefined {
  const address = root.querySelector(`${tag}[${attribute}]`)?.getAttribute(attribute);
  return address ? resolve(address) : undefined;
}

import { type CheerioAPI, load } from 'cheerio';
import { convert } from 'html-to-text';
import {
  type Asked,
  type Call,
  type Fields,
  isFields,
  type Kind,
  type Made,
  NodeFailure,
  perItem,
  wordsOf,
} from './call.ts';
import { bytesOf, handleOf } from './files.ts';
import { tableOf } from './html-table.ts';
import { getPath } from './paths.ts';

/** HTML, but for templates: those are expressions. */
export const html: Kind = async (call) => {
  const operation = call.text('operation', 0, 'generateHtmlTemplate');
  if (operation === 'convertToHtmlTable') return tableOf(call);
  if (operation !== 'extractHtmlContent') throw new NodeFailure(`There is no operation ${operation}`);
  return perItem(call, (item, index) => extract(call, item, index));
};

type Wanted = {
  key: string;
  cssSelector: string;
  returnValue: string;
  attribute?: string;
  skipSelectors?: string;
  returnArray?: boolean;
};

async function extract(call: Call, item: Asked, index: number): Promise<Made[]> {
  const given = await sourceOf(call, item, index);
  const wanted = call.parameter('extractionValues.values', index);
  if (!Array.isArray(wanted)) throw new NodeFailure('It says nothing to extract');
  const finish = finishing(call, index);
  return (Array.isArray(given) ? given : [given]).map((one) => {
    const page = load(wordsOf(one));
    const json: Fields = {};
    for (const value of wanted as Wanted[]) json[value.key] = valueOf(page, value, call.version, finish);
    return { json, pairedItem: index };
  });
}

async function sourceOf(call: Call, item: Asked, index: number): Promise<unknown> {
  const name = call.text('dataPropertyName', index, 'data');
  if (call.text('sourceData', index, 'json') === 'binary') {
    return (await bytesOf(call, handleOf(item, name, index))).toString('utf8');
  }
  const given = getPath(item.json, name);
  if (given === undefined) throw new NodeFailure(`No property named "${name}" exists!`);
  return given;
}

type Finish = (value: string) => string;

function finishing(call: Call, index: number): Finish {
  const options = call.parameter('options', index, {});
  const isTrimmed = isFields(options) && options['trimValues'] === true;
  const isCleaned = isFields(options) && options['cleanUpText'] === true;
  return (value) => {
    const trimmed = isTrimmed ? value.trim() : value;
    return isCleaned
      ? trimmed
          .trim()
          .replaceAll(/\r?\n|\r/g, '')
          .replaceAll(/\s+/g, ' ')
      : trimmed;
  };
}

function valueOf(page: CheerioAPI, wanted: Wanted, version: number, finish: Finish): unknown {
  const found = page(wanted.cssSelector);
  const read = readers[wanted.returnValue];
  if (!read) throw new NodeFailure(`There is no value ${wanted.returnValue} of an element`);
  const one = (element: ReturnType<CheerioAPI>): unknown => {
    const value = read(element, wanted, version);
    return typeof value === 'string' ? finish(value) : value;
  };
  if (wanted.returnArray === true) return found.toArray().map((element) => one(page(element)));
  const value = one(found);
  return version < 1.2 && value === '' ? undefined : value;
}

type Read = (element: ReturnType<CheerioAPI>, wanted: Wanted, version: number) => unknown;

const readers: Record<string, Read> = {
  attribute: (element, { attribute = '' }) => element.attr(attribute),
  html: (element) => element.html() ?? undefined,
  value: (element) => element.val(),
  text(element, { skipSelectors = '' }, version) {
    if (version < 1.2) return element.text();
    const skipped = skipSelectors.split(',').map((selector) => selector.trim());
    const selectors = skipped.filter((selector) => selector !== '').map((selector) => ({ selector, format: 'skip' }));
    return convert(element.html() ?? '', { selectors });
  },
};

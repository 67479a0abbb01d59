import { DateTime } from 'luxon';
import { NodeFailure } from '../node.ts';
import type { Functions } from './functions.ts';

const emailPattern = /[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9-]+)+/;
const urlPattern = /https?:\/\/[^\s"'<>]+/;
const datePattern = /^\d{4}-\d{2}-\d{2}/;

export const textFunctions: Functions = {
  isEmpty: (text: string) => text === '',
  isNotEmpty: (text: string) => text !== '',
  length: (text: string) => text.length,
  toNumber: (text: string) => asNumber(text),
  toInt: (text: string, radix?: number) => asInteger(text, radix),
  toFloat: (text: string) => asNumber(text),
  toWholeNumber: (text: string, radix?: number) => asInteger(text, radix),
  toDecimalNumber: (text: string) => asNumber(text),
  toBoolean: (text: string) => !['', 'false', '0', 'no', 'off', 'n', 'f'].includes(text.trim().toLowerCase()),
  toDateTime: (text: string, format?: string) => asDateTime(text, format),
  toDate: (text: string) => asDateTime(text).toJSDate(),
  parseJson: (text: string) => JSON.parse(text) as unknown,
  toJsonString: (text: string) => JSON.stringify(text),
  toTitleCase: (text: string) => text.replaceAll(/\w\S*/g, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  toSentenceCase: (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/(^\s*|[.?!]\s+)([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase()),
  toSnakeCase: (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[ \n\-_]+/g, '_')
      .replaceAll(/[^\w]/g, ''),
  removeTags: (text: string) => text.replaceAll(/<[^>]*>?/g, ''),
  removeMarkdown: (text: string) => withoutMarkdown(text),
  replaceSpecialChars: (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, ''),
  urlEncode: (text: string, whole = false) => (whole ? encodeURI(text) : encodeURIComponent(text)),
  urlDecode: (text: string, whole = false) => (whole ? decodeURI(text) : decodeURIComponent(text)),
  quote: (text: string, mark: string = '"') =>
    `${mark}${text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)}${mark}`,
  isNumeric: (text: string) => text.trim() !== '' && !/\s/.test(text) && Number.isFinite(Number(text)),
  isEmail: (text: string) => new RegExp(`^${emailPattern.source}$`).test(text),
  isUrl: (text: string) => /^(https?|ftp):\/\/[^\s/$.?#][^\s]*$/i.test(text),
  isDomain: (text: string) => /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(text),
  extractEmail: (text: string) => emailPattern.exec(text)?.[0],
  extractUrl: (text: string) => urlPattern.exec(text)?.[0],
  extractDomain: (text: string) => domainOf(text),
  extractUrlPath: (text: string) => /^https?:\/\/[^/?#]+([^?#]*)/i.exec(text)?.[1],
};

function asNumber(text: string): number {
  const value = Number(text.trim());
  if (Number.isNaN(value)) throw new NodeFailure(`cannot convert to number: ${text}`);
  return value;
}

function asInteger(text: string, radix?: number): number {
  const value = Number.parseInt(
    text.replaceAll(/\.|,/g, (mark) => (mark === '.' ? '.' : '')),
    radix,
  );
  if (Number.isNaN(value)) throw new NodeFailure(`cannot convert to integer: ${text}`);
  return value;
}

export function asDateTime(text: string, format?: string): DateTime {
  if (format === 's') return DateTime.fromSeconds(Number(text));
  if (format === 'ms') return DateTime.fromMillis(Number(text));
  const tries: (() => DateTime)[] =
    format && !['auto', 'excel'].includes(format)
      ? [() => DateTime.fromFormat(text, format)]
      : [
          () => DateTime.fromISO(text, { setZone: !datePattern.test(text) || text.length > 10 }),
          () => DateTime.fromHTTP(text, { setZone: true }),
          () => DateTime.fromRFC2822(text, { setZone: true }),
          () => DateTime.fromSQL(text, { setZone: true }),
          () => DateTime.fromJSDate(new Date(text)),
        ];
  for (const attempt of tries) {
    const made = attempt();
    if (made.isValid) return made;
  }
  throw new NodeFailure('cannot convert to Luxon DateTime');
}

function domainOf(text: string): string | undefined {
  const found = /(?:^|[\s@/])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})/i.exec(text);
  return found?.[1];
}

function withoutMarkdown(text: string): string {
  return text
    .replaceAll(/^(-\s*?|\*\s*?|_\s*?){3,}\s*$/gm, '')
    .replaceAll(/^\s{0,3}#{1,6}\s+/gm, '')
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|__)(.*?)\1/g, '$2')
    .replaceAll(/(\*|_)(.*?)\1/g, '$2')
    .replaceAll(/`([^`]*)`/g, '$1')
    .replaceAll(/^\s*>\s?/gm, '')
    .replaceAll(/~~(.*?)~~/g, '$1');
}

import { BlobId } from '../../../../contract/ids.ts';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../../../contract/json.ts';
import { readDuration } from '../../../../contract/time/spoken-durations.ts';
import { isSpokenTime } from '../../../../contract/time/spoken-time.ts';
import { absolute, namedPath, type Places } from './path-words.ts';
import { comparable, type Token } from './sentence.ts';
import { shellWords } from './shell-words.ts';
import type { SlotKind } from './slot-kind.ts';
import { readAddress } from './web-address.ts';

/** A part of a sentence: the tokens from `from` up to but without `to`. */
export type Span = { sentence: string; tokens: readonly Token[]; from: number; to: number };

/** `doubt` ranks readings of the same words: 0 is certain to be meant so. */
export type SlotValue = { value: Json; doubt: number };

/** Longer names than this are in quotes. */
const longestUnquotedPath = 12;
const longestName = 4;
const numberWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const currentFolder = /^(here|(this|(the )?current) (folder|directory))$/i;
const listWords = new Set(['and', '&', 'plus', 'or']);

/** Reads words as a value of a kind; undefined if they cannot be one. */
export function readValue(kind: SlotKind, span: Span, places: Places): SlotValue | undefined {
  const first = span.tokens[span.from];
  if (!first) return undefined;
  const isOne = span.to - span.from === 1;
  switch (kind.type) {
    case 'text':
      return kind.isOneWord && !isOne ? undefined : readText(kind.pattern, span);
    case 'path':
      return readPath(span, places);
    case 'uri': {
      const address = isOne ? readAddress(first.text) : undefined;
      return address === undefined ? undefined : { value: address, doubt: 0 };
    }
    case 'blob':
      return isOne && BlobId.safeParse(first.text).success ? { value: first.text, doubt: 0 } : undefined;
    case 'time':
    case 'duration':
      return readTime(kind.type, span);
    case 'integer':
    case 'number': {
      const number = isOne ? readNumber(first.text) : undefined;
      if (number === undefined || (kind.type === 'integer' && !Number.isInteger(number))) return undefined;
      return { value: number, doubt: 0 };
    }
    case 'boolean': {
      const boolean = isOne ? booleans.get(first.text.toLowerCase()) : undefined;
      return boolean === undefined ? undefined : { value: boolean, doubt: 0 };
    }
    case 'choice':
      return readChoice(kind.values, span);
    case 'list':
      return readList(kind.of, span, places);
    case 'data':
      return undefined;
  }
}

function readText(pattern: string | undefined, span: Span): SlotValue | undefined {
  const value = textOf(span);
  if (pattern === undefined) return { value, doubt: 2 };
  return new RegExp(pattern, 'u').test(value) ? { value, doubt: 1 } : undefined;
}

/** Longer times than "on the last Friday of every month at a quarter past nine" nobody says. */
const longestTime = 14;

/** As it was said: when that is, is known by who is asked for it. */
function readTime(type: 'time' | 'duration', span: Span): SlotValue | undefined {
  if (span.to - span.from > longestTime) return undefined;
  const text = textOf(span);
  const isTime = type === 'time' ? isSpokenTime(text) : readDuration(text) !== undefined;
  return isTime ? { value: text, doubt: 0 } : undefined;
}

const booleans = new Map([
  ['yes', true],
  ['on', true],
  ['true', true],
  ['no', false],
  ['off', false],
  ['false', false],
]);

/** The words as they stand in the sentence; of one quoted text, what is between the quotes. */
export function textOf({ sentence, tokens, from, to }: Span): string {
  const first = tokens[from];
  const last = tokens[to - 1];
  if (!first || !last) return '';
  return first === last ? first.text : sentence.slice(first.start, last.end);
}

/** The rest of a clause as the arguments of a program, split as a shell does. */
export function readArguments({ sentence, tokens, from, to }: Span): SlotValue | undefined {
  const value = shellWords(sentence.slice(tokens[from]?.start, tokens[to - 1]?.end));
  return value && { value, doubt: 2 };
}

/** "this folder", "here": the folder that relative paths begin in. */
export function isCurrentFolder(span: Span): boolean {
  return !span.tokens[span.from]?.isQuoted && currentFolder.test(textOf(span));
}

function readPath(span: Span, places: Places): SlotValue | undefined {
  const parts = span.tokens.slice(span.from, span.to);
  const [first] = parts;
  if (parts.length > longestUnquotedPath) return undefined;
  if (parts.length > 1 && parts.some((part) => part.isQuoted)) return undefined;
  const text = textOf(span);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return readFileAddress(text);
  if (!text.trim() || text.includes('\0') || text.includes('\n')) return undefined;
  if (isCurrentFolder(span)) return { value: places.baseFolder, doubt: 1 };
  if (parts.some((part) => !part.isQuoted && /^<[^<>/\\]*>$/.test(part.text))) return undefined;
  const looksLikePath = /[\\/]|^[~.]|\.[a-z0-9]{1,8}$/i.test(text);
  const value = first?.isQuoted ? absolute(text, places) : namedPath(text, places);
  return value === undefined ? undefined : { value, doubt: (looksLikePath ? 1 : 3) + parts.length - 1 };
}

function readFileAddress(text: string): SlotValue | undefined {
  if (!text.toLowerCase().startsWith('file://')) return undefined;
  try {
    return { value: fileURLToPath(text), doubt: 0 };
  } catch {
    return undefined;
  }
}

function readNumber(text: string): number | undefined {
  const word = numberWords.indexOf(text.toLowerCase());
  if (word !== -1) return word;
  if (/^[-+]?\d{1,3}(,\d{3})+$/.test(text)) return Number(text.replaceAll(',', ''));
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

function readChoice(values: readonly (string | number)[], span: Span): SlotValue | undefined {
  if (span.to - span.from > longestName) return undefined;
  const wanted = plain(textOf(span));
  if (!wanted) return undefined;
  const value =
    values.find((each) => plain(String(each)) === wanted) ??
    values.find((each) => plain(String(each)).replace(/s$/, '') === wanted.replace(/s$/, ''));
  return value === undefined ? undefined : { value, doubt: 0 };
}

/** `SHA-256` and `sha 256` are `sha256`. */
function plain(text: string): string {
  return comparable(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** "a, b and c"; without commas every word of a list of texts is an item, as arguments of a program are. */
function readList(kind: SlotKind, span: Span, places: Places): SlotValue | undefined {
  const parts = listParts(kind, span);
  const items = parts.map((part) => readValue(kind, part, places));
  if (items.length === 0 || items.some((item) => item === undefined)) return undefined;
  const values = items.filter((item) => item !== undefined);
  return { value: values.map((item) => item.value), doubt: Math.max(...values.map((item) => item.doubt)) };
}

function listParts(kind: SlotKind, span: Span): Span[] {
  const parts: Span[] = [];
  let from = span.from;
  let isSeparated = false;
  const close = (to: number): void => {
    if (to > from) parts.push({ ...span, from, to });
  };
  for (let at = span.from; at < span.to; at += 1) {
    const token = span.tokens[at];
    if (!token) break;
    const isWord = listWords.has(token.word);
    if (isWord) {
      close(at);
      from = at + 1;
    } else if (token.trailing.includes(',') && at < span.to - 1) {
      close(at + 1);
      from = at + 1;
    } else continue;
    isSeparated = true;
  }
  close(span.to);
  const [only] = parts;
  if (isSeparated || !only) return parts;
  const tokens = span.tokens.slice(only.from, only.to);
  const isWordByWord = kind.type !== 'path' || tokens.some((token) => token.isQuoted);
  return isWordByWord
    ? tokens.map((_, index) => ({ ...span, from: only.from + index, to: only.from + index + 1 }))
    : parts;
}

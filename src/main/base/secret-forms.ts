import { awsKeysIn } from './aws-keys.ts';
import { googleKeyIn } from './google-key.ts';

/** A value shorter than this would be found in texts that have nothing to do with it. */
export const shortestKnown = 6;

/** A form of a text that is found wherever it stands in base64 must be this long to mean anything. */
const shortestCore = 8;

/** How a value may stand in a text: as it is, inside JSON, in an address, in hexadecimal, and in base64 on its own or in the middle. */
export function formsOf(value: string): string[] {
  const { secretKey, sessionToken } = awsKeysIn(value) ?? {};
  // Of keys that are kept together each is a secret by itself.
  const parts = [value, secretKey, sessionToken, googleKeyIn(value)?.privateKey].filter((part) => part !== undefined);
  return [...new Set(parts.flatMap(formsOfText))].toSorted((a, b) => b.length - a.length);
}

function formsOfText(value: string): string[] {
  if (value.length < shortestKnown) return [];
  const inJson = JSON.stringify(value).slice(1, -1);
  const inAddress = encodeURIComponent(value.toWellFormed());
  const bytes = Buffer.from(value);
  return [
    value,
    value.toLowerCase(), // as host names and the names of headers are
    inJson,
    inAddress,
    inAddress.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    inAddress.replaceAll('%20', '+'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    ...[0, 1, 2].flatMap((offset) => base64Core(bytes, offset)),
  ];
}

/** The characters that depend on these bytes alone when `offset` others stand before them in their group of three. */
function base64Core(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  const core = text.slice(Math.ceil((offset * 8) / 6), end);
  return core.length < shortestCore ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}

import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { placeOfLink } from '../../contract/deep-link.ts';

/** What the system hands over when somebody opens a link or a file with Heron. */
export type OpenRequest = { kind: 'place'; place: string } | { kind: 'plan'; path: string };

/** undefined for everything that is neither a link to a screen nor a plan file. */
export function openRequestOf(text: string, folder: string): OpenRequest | undefined {
  const place = placeOfLink(text);
  if (place !== undefined) return { kind: 'place', place };
  if (!text.toLowerCase().endsWith('.heron')) return undefined;
  const path = pathOf(text);
  return path === undefined || path.includes('\0')
    ? undefined
    : { kind: 'plan', path: isAbsolute(path) ? path : resolve(folder, path) };
}

/** The one thing a command line wants opened. The first of the arguments is the program; options are Electron's. */
export function requestOfArguments(args: readonly string[], folder: string): OpenRequest | undefined {
  const wanted = args.slice(1).filter((text) => !text.startsWith('-'));
  return wanted.map((text) => openRequestOf(text, folder)).findLast((request) => request !== undefined);
}

function pathOf(text: string): string | undefined {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      return undefined; // on another machine
    }
  }
  // A drive's letter is a path's beginning; anything longer is an address.
  return /^[a-z][a-z0-9+.-]+:/i.test(text) ? undefined : text;
}

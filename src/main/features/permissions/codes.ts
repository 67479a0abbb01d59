import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { PermissionRequest } from '../../../contract/permissions.ts';

/** No two of these are taken for each other, on paper or by ear: no 0 and O, no 1, I and L, no U beside V. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 6;

/** A code that none of these questions has. */
export function makeCode(open: readonly PermissionRequest[]): string {
  for (;;) {
    const code = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');
    if (isNoWord(code) && !open.some((request) => request.code === code)) return code;
  }
}

/** With a figure and a letter it is taken for no word where people talk. */
function isNoWord(code: string): boolean {
  return /\d/.test(code) && /[A-Z]/.test(code);
}

/** Small letters, spaces and dashes do not matter. All codes are compared, each in the same time. */
export function questionWithCode(typed: string, open: readonly PermissionRequest[]): PermissionRequest | undefined {
  const wanted = digest(typed.toUpperCase().replaceAll(/[\s-]/g, ''));
  let found: PermissionRequest | undefined;
  for (const request of open) {
    if (request.code !== undefined && timingSafeEqual(digest(request.code), wanted)) found = request;
  }
  return found;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

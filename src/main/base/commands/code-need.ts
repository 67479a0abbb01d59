import { createHash } from 'node:crypto';
import type { PermissionNeed } from '../../../contract/permission-need.ts';

export type ShownCode = { language: string; code: string; input: string };

/** More input than this is shown by its beginning. */
const shownInput = 4000;

/**
 * What running code needs: the code itself is what is allowed, once or for the run. The manifest’s needs and the broker
 * both come here, so they agree.
 */
export function codeNeed({ language, code, input }: ShownCode): PermissionNeed {
  return { capability: 'code', target: language, detail: shownCode(code, input), exact: true };
}

/** All that decides what happens; where it is not shown as it is, a sum makes sure that nothing else looks the same. */
function shownCode(code: string, input: string): string {
  const plainCode = visible(code);
  if (input === '' && plainCode === code) return code;
  const sum = createHash('sha256')
    .update(JSON.stringify([code, input]))
    .digest('hex');
  const rest = input.length - shownInput;
  const shown = visible(input.slice(0, shownInput)) + (rest > 0 ? ` … (${rest} characters more)` : '');
  return [plainCode, ...(input === '' ? [] : ['', 'It reads:', shown]), '', `(sha256 ${sum})`].join('\n');
}

/** Characters that could hide or rearrange what is shown are written out. */
function visible(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}](?<![\n\t])/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

import type { Answer, PermissionRequest } from '../../../contract/permissions.ts';
import { HeronError } from '../../base/errors.ts';

/** A question that waits, answered by its code: `7KD2MP`, `allow 7KD-2MP`, `deny 7KD2MP`. */
export type SpokenCode = {
  code: string;
  answer: Extract<Answer, 'once' | 'deny'>;
  /** Nothing but what could be a code, as `sha256` could. */
  isBare: boolean;
};

export type Approvals = {
  /** Does any question with a code wait? */
  areOpen(): boolean;
  /** Errors: `not-found` for a code that none has. */
  answer(code: string, answer: Answer): Promise<PermissionRequest>;
};

const spoken =
  /^\s*(?:(allow|approve|yes|deny|no)[\s,:]+)?((?=[^2-9]*[2-9])(?=[^a-z]*[a-z])[2-9a-hjkmnp-tv-z]{3}[\s-]?[2-9a-hjkmnp-tv-z]{3})\s*[.!]?\s*$/i;

export function readSpokenCode(text: string): SpokenCode | undefined {
  const [, word = '', code] = spoken.exec(text) ?? [];
  if (code === undefined) return undefined;
  return { code, answer: /^(deny|no)$/i.test(word) ? 'deny' : 'once', isBare: word === '' };
}

/** Answers the question, and puts that into words. Undefined for a bare word that is no question's code: it is a sentence like any other. */
export async function answerSpokenCode(
  approvals: Approvals,
  { code, answer, isBare }: SpokenCode,
): Promise<string | undefined> {
  try {
    const { need } = await approvals.answer(code, answer);
    const what = `${need.capability} \`${need.target.replaceAll('`', "'")}\``;
    return answer === 'deny' ? `Denied: ${what}.` : `Allowed once: ${what}.`;
  } catch (error) {
    if (error instanceof HeronError) return isBare && error.code === 'not-found' ? undefined : `${error.message}.`;
    throw error;
  }
}

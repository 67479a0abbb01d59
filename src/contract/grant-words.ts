import type { Answer, Grant, PermissionRequest } from './permissions.ts';

type Reach = Pick<Grant, 'capability' | 'target' | 'match' | 'args' | 'detail'>;

/** What a grant takes in: the target as it is, and the words around it. */
export type ReachParts = { before: string; target: string; after: string };

export function reachParts({ capability, target, match, args, detail }: Reach): ReachParts {
  const parts = (changes: Partial<ReachParts>): ReachParts => ({ before: '', target, after: '', ...changes });
  switch (capability) {
    case 'files.read':
    case 'files.write':
      if (match === 'below') return parts({ after: ' and all below it' });
      return match === 'exact' ? parts({ after: ' and nothing else' }) : parts({ before: 'what matches ' });
    case 'shell':
      if (detail !== undefined) return parts({ target: detail, after: ' and nothing else' });
      if (!args) return parts({ after: ' with any arguments' });
      return parts({ target: commandText(target, args.first), after: args.others === 'any' ? ' …' : '' });
    case 'code':
      if (detail === undefined) return parts({ before: 'any code in ' });
      return parts({ before: 'just this code in ', after: `: ${beginning(detail)}` });
    default:
      return match === 'pattern' ? parts({ before: 'every host below ', target: target.replace('*.', '') }) : parts({});
  }
}

const shownOfCode = 60;

/** Of its first line that has anything in it; the whole is in the question. */
function beginning(code: string): string {
  const [first = '', ...more] = code.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return first.length > shownOfCode || more.length > 0 ? `${first.slice(0, shownOfCode)}…` : first;
}

/** The same as the end of a sentence: "/docs and all below it". */
export function reachWords(reach: Reach): string {
  const { before, target, after } = reachParts(reach);
  return before + target + after;
}

/** How long a grant holds, without its count and its end. */
export const scopeWords: Record<Grant['scope'], string> = {
  once: 'once',
  run: 'in its run',
  conversation: 'in its conversation',
  always: 'always',
};

/** "3 more uses"; undefined where they are not counted. */
export function usesWords(usesLeft: number | undefined): string | undefined {
  if (usesLeft === undefined) return undefined;
  return usesLeft === 1 ? '1 more use' : `${usesLeft} more uses`;
}

/** A command as it can be read and typed: `git commit -m 'two words'`. */
export function commandText(program: string, args: readonly string[]): string {
  return [program, ...args].map(quoted).join(' ');
}

function quoted(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What can be said to a question: nothing lasting to code or to a program that does whatever it is told, or after what was read. */
export function answersTo({ need, taint, conversationId }: PermissionRequest): Answer[] {
  if (taint) return ['once', 'deny'];
  if (need.exact) return ['once', 'run', 'deny'];
  return ['once', 'run', ...(conversationId === undefined ? [] : (['conversation'] as const)), 'always', 'deny'];
}

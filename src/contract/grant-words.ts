import type { Grant } from './permissions.ts';

type Reach = Pick<Grant, 'capability' | 'target' | 'match' | 'args'>;

/** What a grant's target and arguments take in, in words that end a sentence: "/docs and all below it". */
export function reachWords({ capability, target, match, args }: Reach): string {
  switch (capability) {
    case 'files.read':
    case 'files.write':
      if (match === 'below') return `${target} and all below it`;
      return match === 'exact' ? `${target} and nothing else` : `what matches ${target}`;
    case 'shell':
      if (!args) return `${target} with any arguments`;
      return args.others === 'none' ? commandText(target, args.first) : `${commandText(target, args.first)} …`;
    default:
      return match === 'pattern' ? `every host below ${target.replace('*.', '')}` : target;
  }
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

import { ElevatedMode } from '../../../contract/policy.ts';
import { HeronError } from '../../base/errors.ts';

/** `/elevated full` for the conversation; with a sentence behind it, for that sentence's run alone. */
export type ElevatedCommand =
  | { kind: 'set'; mode: ElevatedMode; rest: string }
  | { kind: 'show' }
  | { kind: 'unknown'; mode: string };

export function readElevatedCommand(text: string): ElevatedCommand | undefined {
  const said = /^\s*\/elev(?:ated)?(?:\s+(\S+)(?:\s+([\s\S]*))?)?\s*$/i.exec(text);
  if (!said) return undefined;
  const [, word, rest = ''] = said;
  if (word === undefined) return { kind: 'show' };
  const mode = ElevatedMode.safeParse(word.toLowerCase());
  return mode.success ? { kind: 'set', mode: mode.data, rest: rest.trim() } : { kind: 'unknown', mode: word };
}

const meanings: Record<ElevatedMode, string> = {
  off: 'what no permission covers is denied without a question',
  ask: 'what no permission covers is asked for',
  full: 'what no permission covers is not asked for, unless a rule stands against it',
};

export type Elevation = {
  of(conversationId: string): ElevatedMode;
  /** Errors: `permission-denied` for a sender who is not listed. */
  set(conversationId: string, mode: ElevatedMode): Promise<void>;
};

/** Does what the command says, and puts it into words. */
export async function answerCommand(
  elevation: Elevation,
  conversationId: string,
  command: ElevatedCommand,
): Promise<string> {
  if (command.kind === 'unknown') {
    return `There is no elevated mode ${JSON.stringify(command.mode)}; there are off, ask and full.`;
  }
  try {
    if (command.kind === 'set') await elevation.set(conversationId, command.mode);
  } catch (error) {
    if (error instanceof HeronError && error.code === 'permission-denied') return error.message;
    throw error;
  }
  return modeSentence(elevation.of(conversationId));
}

function modeSentence(mode: ElevatedMode): string {
  return `The elevated mode of this conversation is **${mode}**: ${meanings[mode]}.`;
}

import type { Manifest } from '../../../contract/manifest.ts';
import { HeronError } from '../../base/errors.ts';
import type { Asked, HookAsker } from './hook-asker.ts';

/** Who of the watchers said no, and why. */
export type Refusal = {
  /** Of all who said no, with their names. */
  reason: string;
  /** `hook a, hook b` */
  rule: string;
  /** Their ids. */
  by: string[];
};

type Veto = { by: Manifest; reason: string };

/** Asks all who watch, also after a no. undefined: nobody minds. */
export async function refusalBy(asker: HookAsker, asked: Asked): Promise<Refusal | undefined> {
  const watchers = asker.watchersOf(asked.event);
  if (watchers.length === 0) return undefined;
  const vetoes: Veto[] = [];
  await asker.askAll(watchers, asked, (by, said) => {
    const reason = vetoIn(said);
    if (reason !== undefined) vetoes.push({ by, reason });
  });
  if (vetoes.length === 0) return undefined;
  return {
    reason: vetoes.map(({ by, reason }) => `${by.name} refused it: ${reason}`).join('; '),
    rule: vetoes.map(({ by }) => `hook ${by.id}`).join(', '),
    by: vetoes.map(({ by }) => by.id),
  };
}

const longestReason = 500;

/** The reason of a veto; undefined when the hook lets it pass. Errors: an answer that is neither. */
function vetoIn(said: unknown): string | undefined {
  if (said === null || said === undefined) return undefined;
  if (typeof said === 'object' && 'veto' in said && typeof said.veto === 'string' && said.veto.trim() !== '') {
    return said.veto.slice(0, longestReason);
  }
  throw new HeronError('worker-failed', `The hook answered neither nothing nor { veto: 'why' }`);
}

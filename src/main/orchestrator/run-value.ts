import type { Json } from '../../contract/json.ts';
import type { Place } from './frame.ts';
import { resolveValue } from './resolve-input.ts';
import type { Done } from './settle.ts';

/** Works a value out in the engine itself. Only its end is recorded: nobody could see it under way. */
export async function runValue({ execution, names, signal, tries }: Place, value: Json): Promise<Done> {
  const room = execution.recorder.room();
  if (room) await room;
  signal.throwIfAborted();
  tries.made += 1;
  return { output: (await resolveValue(value, names)) ?? null, says: '' };
}

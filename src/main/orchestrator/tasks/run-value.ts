import type { Json } from '../../../contract/json.ts';
import { goAhead, type Place } from '../frame.ts';
import { resolveValue } from '../expressions/resolve-input.ts';
import type { Done } from './settle.ts';

/** Works a value out in the engine itself. Only its end is recorded: nobody could see it under way. */
export async function runValue(place: Place, value: Json): Promise<Done> {
  const { execution, names, signal, tries } = place;
  const room = execution.recorder.room();
  if (room) await room;
  signal.throwIfAborted();
  tries.made += 1;
  const output = (await resolveValue(value, names)) ?? null;
  const turn = goAhead(place);
  if (turn) await turn;
  return { output, says: '' };
}

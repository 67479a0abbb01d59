import type { Json } from '../../../contract/json.ts';
import type { Repeat } from '../../../contract/plan-modifiers.ts';
import { fromFailure, HeronError } from '../../base/errors.ts';
import {
  endedBefore,
  type Frame,
  goAhead,
  insideOf,
  type Names,
  type Place,
  placeAt,
  scopeOf,
  titleOf,
} from '../frame.ts';
import { isGoingOn } from './group-task.ts';
import { type Done, settle } from './settle.ts';
import { isMet } from './when.ts';

/** Where a loop stands: the number of the next iteration and what the last one gave. */
type Round = { next: number; previous: Json };

/** Does a task again and again. Nothing is kept but the last output, so that a loop is as large as it is long on disk only. */
export async function runRepeat(place: Place, once: (iteration: Place) => Promise<Done>): Promise<Done> {
  const { task, tries, execution } = place;
  const { repeat } = task;
  if (!repeat) return once(place);
  const goesOn = isGoingOn(place);
  if (!goesOn) {
    const turn = goAhead(place);
    if (turn) await turn;
    tries.made += 1;
    const isCounted = repeat.until === undefined && repeat.while === undefined;
    const total = isCounted ? { total: repeat.max } : {};
    const payload = { attempt: tries.made, ...total };
    execution.recorder.note({ type: 'task.opened', scope: scopeOf(place), payload }, 'soon');
  }
  const frame = insideOf(place);
  const round: Round = goesOn ? roundBefore(frame) : { next: 0, previous: null };
  while (await goesRound(place, repeat, round)) {
    round.previous = await iterate(frame, place, round, once);
    round.next += 1;
  }
  return { output: round.previous, says: `${titleOf(place)}: done ${round.next} times.` };
}

async function goesRound({ task, names }: Place, repeat: Repeat, { next, previous }: Round): Promise<boolean> {
  const { until, max } = repeat;
  if (until !== undefined && next > 0) {
    const seen = { ...names, iteration: next - 1, previous };
    if (await isMet(until, seen, `${task.id}: repeat.until`)) return false;
  }
  if (repeat.while !== undefined) {
    const seen = { ...names, iteration: next, previous };
    if (!(await isMet(repeat.while, seen, `${task.id}: repeat.while`))) return false;
  }
  if (next < max) return true;
  if (until === undefined && repeat.while === undefined) return false;
  const condition = until === undefined ? `${repeat.while} still is` : `${until} still is not`;
  throw new HeronError('limit-exceeded', `${task.id} was repeated ${max} times, and ${condition} true`, { max });
}

async function iterate(
  frame: Frame,
  { task }: Place,
  { next, previous }: Round,
  once: (iteration: Place) => Promise<Done>,
): Promise<Json> {
  const names: Names = { ...frame.names, iteration: next, previous };
  const place = placeAt({ ...frame, names }, task, next);
  const outcome = endedBefore(place) ?? (await settle(place, () => once(place)));
  if (outcome.kind === 'failed') throw fromFailure(outcome.error);
  return outcome.kind === 'completed' ? outcome.output : null;
}

/** An iteration that had ended is not done again; one that was cut off is taken up. */
function roundBefore({ execution, path }: Frame): Round {
  const { items, runId } = execution;
  const last = items.last(runId, path);
  if (!last) return { next: 0, previous: null };
  const { position, state } = last;
  if (state.status === 'completed') return { next: position + 1, previous: state.output ?? null };
  if (state.status === 'skipped') return { next: position + 1, previous: null };
  const before = position === 0 ? undefined : items.state(runId, `${path}/${position - 1}`);
  return { next: position, previous: before?.output ?? null };
}

import type { Json } from '../../../contract/json.ts';
import type { ActionTask } from '../../../contract/plan-task.ts';
import { TaskQuestion } from '../../../contract/runs.ts';
import { HeronError } from '../../base/errors.ts';
import { type Place, scopeOf } from '../frame.ts';

export type ActionPlace = Place & { task: ActionTask };

/** The number of an attempt, and what a person answered to the question of the one before. */
export type Try = { attempt: number; answer: string | undefined };

/** A worker that asks without end is not getting anywhere. */
const mostQuestions = 20;

/** Makes attempts for as long as they stop with a question and somebody answers it. */
export async function performAnswered(
  place: ActionPlace,
  first: Try,
  perform: (current: Try) => Promise<Json>,
): Promise<Json> {
  const { recorder, isAttended } = place.execution;
  let current = first;
  for (let asked = 0; ; asked += 1) {
    try {
      return await perform(current);
    } catch (error) {
      const question = questionOf(error);
      if (!question || place.signal.aborted) throw error;
      if (!isAttended) throw new HeronError('blocked', `Nobody is there to answer: ${question.text}`, { question });
      if (asked === mostQuestions) {
        throw new HeronError('limit-exceeded', `${place.task.action} asked ${mostQuestions} questions and still asks`);
      }
      await recorder.record([
        { type: 'task.blocked', scope: scopeOf(place), payload: { attempt: current.attempt, question } },
      ]);
      current = { attempt: current.attempt + 1, answer: await answered(place) };
    }
  }
}

/** Waits for the answer and puts it on record, unless it is there already. */
export async function answered(place: Place): Promise<string> {
  const kept = answeredBefore(place);
  const before = kept && (await kept);
  if (before !== undefined) return before;
  const answer = await place.execution.awaitAnswer(place.path, place.signal);
  await recordAnswer(place, answer);
  return answer;
}

/** No promise where there is nothing to wait for: an answer may come at any moment. */
export function answeredBefore({ execution, path }: Place): Promise<string | undefined> | undefined {
  return execution.answerBefore?.(path);
}

export async function recordAnswer(place: Place, answer: string): Promise<void> {
  await place.execution.recorder.record([{ type: 'task.answered', scope: scopeOf(place), payload: { answer } }]);
}

/** The worker's words are not trusted: what is no proper question stays the error it is. */
function questionOf(error: unknown): TaskQuestion | undefined {
  if (!(error instanceof HeronError) || error.code !== 'blocked') return undefined;
  return TaskQuestion.safeParse({ text: error.message, choices: error.details?.['choices'] }).data;
}

import type { Json } from '../../contract/json.ts';
import type { Task } from '../../contract/plan.ts';
import { TaskQuestion } from '../../contract/runs.ts';
import { HeronError } from '../base/errors.ts';
import type { ExecutionParts } from './execution.ts';

/** The number of an attempt, and what a person answered to the question of the one before. */
export type Try = { attempt: number; answer: string | undefined };

/** A worker that asks without end is not getting anywhere. */
const mostQuestions = 20;

/** Makes attempts for as long as they stop with a question and somebody answers it. */
export async function performAnswered(
  parts: ExecutionParts,
  task: Task,
  first: Try,
  perform: (current: Try) => Promise<Json>,
): Promise<Json> {
  let current = first;
  for (let asked = 0; ; asked += 1) {
    try {
      return await perform(current);
    } catch (error) {
      const question = questionOf(error);
      if (!question || parts.signal.aborted) throw error;
      if (!parts.isAttended)
        throw new HeronError('blocked', `Nobody is there to answer: ${question.text}`, { question });
      if (asked === mostQuestions) {
        throw new HeronError('limit-exceeded', `${task.action} asked ${mostQuestions} questions and still asks`);
      }
      await parts.record([
        { type: 'task.blocked', scope: scopeOf(parts, task), payload: { attempt: current.attempt, question } },
      ]);
      current = { attempt: current.attempt + 1, answer: await answered(parts, task) };
    }
  }
}

/** Waits for the answer and puts it on record. */
export async function answered(parts: ExecutionParts, task: Task): Promise<string> {
  const answer = await parts.awaitAnswer(task.id, parts.signal);
  await parts.record([{ type: 'task.answered', scope: scopeOf(parts, task), payload: { answer } }]);
  return answer;
}

function scopeOf({ runId }: ExecutionParts, task: Task) {
  return { runId, taskId: task.id, workerId: task.action.slice(0, task.action.indexOf('.')) };
}

/** The worker's words are not trusted: what is no proper question stays the error it is. */
function questionOf(error: unknown): TaskQuestion | undefined {
  if (!(error instanceof HeronError) || error.code !== 'blocked') return undefined;
  return TaskQuestion.safeParse({ text: error.message, choices: error.details?.['choices'] }).data;
}

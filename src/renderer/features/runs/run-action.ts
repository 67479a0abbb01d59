import type { JsonObject } from '../../../contract/json.ts';
import type { Run } from '../../../contract/runs.ts';
import type { Heron } from '../../app/heron.ts';
import { isUnderWay } from './summaries.ts';

/** One action as a plan of its own. What was typed is data: nothing in it is worked out. */
export function actionPlan(title: string, action: string, sent: JsonObject) {
  const task = { id: 'try', action };
  if (!JSON.stringify(sent).includes('{{')) return { version: 1 as const, title, tasks: [{ ...task, input: sent }] };
  const names = Object.keys(sent).filter((name) => /^[^`{}]+$/.test(name));
  const input = Object.fromEntries(names.map((name) => [name, `{{ input.sent.\`${name}\` }}`]));
  return { version: 1 as const, title, input: { sent }, tasks: [{ ...task, input }] };
}

/** Starts it and resolves when it is over, however it ended; what it asks is asked on the way. */
export async function runToEnd(
  { engine, runs }: Pick<Heron, 'engine' | 'runs'>,
  plan: ReturnType<typeof actionPlan>,
): Promise<Run> {
  const { runId } = await engine.client.runs.start({ plan });
  await new Promise<void>((resolve) => {
    const isOver = (): boolean => {
      const summary = runs.state.getState().summaries[runId];
      return summary !== undefined && !isUnderWay(summary.status);
    };
    if (isOver()) return resolve();
    const forget = runs.state.subscribe(() => {
      if (!isOver()) return;
      forget();
      resolve();
    });
  });
  return engine.client.runs.get({ runId });
}

import type { WorkerContext } from './context.ts';
import type { WorkerHooks } from './hooks.ts';
import type { WorkerLifeCycle } from './life-cycle.ts';

/** Input has been checked against the manifest before the call, and the output is checked after it. */
export type ActionRun<Input, Output> = (input: Input, context: WorkerContext) => Promise<Output> | Output;

/** Input and output types by action name; `npm run generate` writes them from the manifest. */
export type ActionTypes = Record<string, { input: unknown; output: unknown }>;

export type WorkerDefinition<Actions extends ActionTypes = ActionTypes> = WorkerLifeCycle & {
  actions: { [Name in keyof Actions]: ActionRun<Actions[Name]['input'], Actions[Name]['output']> };
  /** Those that the manifest names. */
  hooks?: WorkerHooks;
};

/** A worker module's default export: `export default defineWorker<Actions>({ actions: { … } })`. */
export function defineWorker<Actions extends ActionTypes>(
  definition: WorkerDefinition<Actions>,
): WorkerDefinition<Actions> {
  return definition;
}

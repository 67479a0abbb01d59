/**
 * The process that runs model files. It keeps one model in memory and answers one question at a time; what it is asked comes as
 * messages of its engine, and it ends when that has gone.
 */
import { toFailure } from '../../../base/errors.ts';
import type { FromInference, LocalSetup, ToInference } from '../wire.ts';
import type { LoadedModel } from './loaded-model.ts';

type Question = Extract<ToInference, { kind: 'ask' }>;

const waiting = new Map<number, AbortController>();
let turn: Promise<void> = Promise.resolve();
let kept: { key: string; model: LoadedModel } | undefined;

const tell = (message: FromInference): void => {
  process.send?.(message);
};

async function modelFor(setup: LocalSetup): Promise<LoadedModel> {
  const key = JSON.stringify(setup);
  if (kept?.key === key) return kept.model;
  const before = kept?.model;
  kept = undefined;
  await before?.dispose();
  // Loaded when it is first needed, and tried by the library in a process of its own.
  const { loadModel } = await import('./loaded-model.ts');
  const model = await loadModel(setup);
  kept = { key, model };
  return model;
}

async function answer({ id, setup, question, name }: Question, signal: AbortSignal): Promise<void> {
  try {
    signal.throwIfAborted();
    const model = await modelFor(setup);
    signal.throwIfAborted();
    await model.answer(question, name, signal, (part) => tell({ kind: 'part', id, part }));
    tell({ kind: 'end', id });
  } catch (error) {
    if (!signal.aborted) tell({ kind: 'failed', id, failure: toFailure(error) });
  } finally {
    waiting.delete(id);
  }
}

process.on('message', (message: ToInference) => {
  if (message.kind === 'cancel') return waiting.get(message.id)?.abort();
  const stop = new AbortController();
  waiting.set(message.id, stop);
  turn = turn.then(() => answer(message, stop.signal));
});
process.on('disconnect', () => process.exit(0));

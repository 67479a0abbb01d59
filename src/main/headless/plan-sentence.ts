import type { Proposal } from '../../contract/plan.ts';
import type { EngineClient } from '../gateway/engine-router.ts';
import type { EngineAccess } from './engine-access.ts';
import { printable } from '../base/printable.ts';
import type { Terminal } from './terminal.ts';

export type PlanSentenceParts = { terminal: Terminal; engine: EngineAccess; json: boolean };

const patienceMs = 1000;
const modelVariables = ['HERON_MODEL_PROVIDER', 'HERON_MODEL_BASE_URL', 'HERON_MODEL_NAME', 'HERON_MODEL_API_KEY'];

/** Has a sentence planned, and says when a model is being waited for or has failed. undefined: Ctrl-C ended the waiting. */
export async function planSentence(parts: PlanSentenceParts, text: string): Promise<Proposal | undefined> {
  const { terminal, engine } = parts;
  if (engine.isRemote) sayWhatHasNoEffect(terminal);
  const client = await engine.client();
  const { lastSeq } = await client.events.list({ after: Number.MAX_SAFE_INTEGER, limit: 1 });
  const proposal = await makeUnlessStopped(terminal, client, text);
  if (proposal && !(proposal.kind === 'plan' && proposal.by === 'model')) await reportFallBack(parts, text, lastSeq);
  return proposal;
}

/** An engine that runs already was told its model when it was started. */
function sayWhatHasNoEffect({ environment, err }: Terminal): void {
  const names = modelVariables.filter((name) => environment[name]);
  if (names.length === 0) return;
  const verb = names.length === 1 ? 'has' : 'have';
  err(`${names.join(', ')} ${verb} no effect here: a Heron runs already, with the model it was started with`);
}

async function makeUnlessStopped(
  terminal: Terminal,
  client: EngineClient,
  text: string,
): Promise<Proposal | undefined> {
  const stopped = new AbortController();
  const { signal } = stopped;
  const { promise: interrupted, resolve } = Promise.withResolvers<undefined>();
  const endListening = terminal.onInterrupt(() => {
    stopped.abort();
    resolve(undefined);
  });
  const over = new AbortController();
  const notice = setTimeout(() => void announceModel(terminal, client, over.signal).catch(() => {}), patienceMs);
  try {
    return await Promise.race([client.plans.make({ text, baseFolder: terminal.cwd }, { signal }), interrupted]);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(notice);
    over.abort();
    endListening();
  }
}

async function announceModel(terminal: Terminal, client: EngineClient, over: AbortSignal): Promise<void> {
  if (!terminal.isAttended) return;
  const configuration = await client.models.get({});
  if (configuration && !over.aborted) {
    terminal.err(`Asking ${printable(configuration.model)} … (Ctrl-C to stop)`);
  }
}

async function reportFallBack({ terminal, engine, json }: PlanSentenceParts, text: string, after: number) {
  const client = await engine.client();
  const { events } = await client.events.list({ types: ['planner.fellBack'], after });
  const event = events.find((each) => each.type === 'planner.fellBack' && each.payload.text === text);
  if (event?.type !== 'planner.fellBack') return;
  if (json) terminal.out(JSON.stringify(event));
  terminal.err(`The model gave no usable plan, so the rules were used: ${printable(event.payload.error.message)}`);
}

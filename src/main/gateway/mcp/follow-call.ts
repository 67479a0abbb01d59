import type { LoggingLevel, ServerContext } from '@modelcontextprotocol/server';
import type { Json, JsonObject } from '../../../contract/json.ts';
import type { McpQuestion } from '../../../contract/mcp-questions.ts';
import { HeronError, toFailure } from '../../base/errors.ts';
import type { EngineClient } from '../engine-router.ts';

export type Caller = {
  mcp: Pick<EngineClient['mcp'], 'call' | 'answer'>;
  runs: EngineClient['runs'];
  events: EngineClient['events'];
};

export type Asking = Pick<ServerContext['mcpReq'], '_meta' | 'notify' | 'signal' | 'log'>;

/** A call that stopped at a question of a server, and the place in the log up to which it was followed. */
export type Question = { runId: string; after: number; question: McpQuestion };

export type Followed = { output: JsonObject } | Question;

/** Calls an action and waits for its end, and tells who asked how far it is. Nobody is asked anything. Errors: what failed. */
export async function callAction(
  client: Caller,
  call: { action: string; input: JsonObject },
  asking: Asking,
): Promise<JsonObject> {
  let followed = await followRun(client, await client.mcp.call(call), asking);
  while ('question' in followed) {
    await client.mcp.answer({ id: followed.question.id, answer: 'cancel' });
    followed = await followRun(client, followed, asking);
  }
  return followed.output;
}

/** Follows a run to its end, or to a question. Errors: what failed, as a `HeronError`. */
export async function followRun(
  client: Caller,
  { runId, after = 0 }: { runId: string; after?: number },
  asking: Asking,
): Promise<Followed> {
  const asked = await untilEnd(client, { runId, after }, asking);
  if (asked) return asked;
  const { id, status, error, tasks } = await client.runs.get({ runId });
  if (error) throw new HeronError(error.code, error.message, error.details);
  if (status !== 'completed') throw new HeronError('cancelled', `The run ${id} is ${status}`);
  const output: Json = tasks['call']?.output ?? {};
  return {
    output: typeof output === 'object' && output !== null && !Array.isArray(output) ? output : { value: output },
  };
}

/** Who gives a call up has its run stopped. */
async function untilEnd(
  client: Caller,
  { runId, after }: { runId: string; after: number },
  asking: Asking,
): Promise<Question | undefined> {
  const { signal } = asking;
  const stop = (): void => void client.runs.cancel({ runId }).catch(() => undefined);
  const onProgress = progressTeller(asking);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const { type, payload, scope, seq } of await client.events.watch({ scope: { runId }, after })) {
      if (type === 'mcp.asked') return { runId, after: seq ?? after, question: payload.question };
      if (type === 'task.progressed') onProgress(payload);
      // Who has gone away does not hear it.
      else void asking.log(levelOf(type), logged(type, { runId, ...scope }), 'heron').catch(() => undefined);
      if (/^run\.(completed|failed|cancelled)$/.test(type)) break;
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What is told of a run: what happens, and where; not what was in it. */
function logged(type: string, { runId, taskId }: { runId: string; taskId?: string | undefined }): JsonObject {
  return { what: type, run: runId, ...(taskId === undefined ? {} : { task: taskId }) };
}

function levelOf(type: string): LoggingLevel {
  if (/\.(failed|cancelled)$/.test(type)) return 'error';
  if (/^(permission\.|task\.(blocked|retried))/.test(type)) return 'warning';
  return /^(run|task)\.(started|completed)$/.test(type) ? 'info' : 'debug';
}

type Progress = { percent?: number; text?: string };

/** Tells who asked for it how far the call is; by the protocol each number is greater than the one before. */
function progressTeller({ _meta, notify }: Asking): (progress: Progress) => void {
  const progressToken = _meta?.progressToken;
  let last = -1;
  return ({ percent, text }) => {
    if (progressToken === undefined || percent === undefined || percent <= last) return;
    last = percent;
    const params = { progressToken, progress: percent, total: 100, ...(text === undefined ? {} : { message: text }) };
    // Who has gone away does not hear it.
    notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}

/** Errors of calls carry a failure as their data. */
export function messageOf(error: unknown): string {
  const data = (error as { data?: { code?: unknown; message?: unknown } } | null)?.data;
  if (typeof data?.code === 'string' && typeof data.message === 'string') return `${data.code}: ${data.message}`;
  const { code, message } = toFailure(error);
  return `${code}: ${message}`;
}

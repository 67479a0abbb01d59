import { Server, type Tool } from '@modelcontextprotocol/server';
import type { Json } from '../../../contract/json.ts';
import type { OfferedAction } from '../../../contract/mcp.ts';
import type { Run } from '../../../contract/runs.ts';
import { toFailure } from '../../base/errors.ts';
import type { EngineClient } from '../engine-router.ts';

export type HeronServerParts = { client: Pick<EngineClient, 'mcp' | 'runs' | 'events'>; version: string };

/**
 * Heron as an MCP server: each action that is offered is a tool `worker.action`, and each call is a run of its own, which goes
 * the way of every run.
 */
export function createHeronServer({ client, version }: HeronServerParts): Server {
  const server = new Server({ name: 'heron', title: 'Heron', version }, { capabilities: { tools: {} }, instructions });
  server.setRequestHandler('tools/list', async () => {
    const { actions } = await client.mcp.offer();
    return { tools: actions.map(toTool) as Tool[] };
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    try {
      const { runId } = await client.mcp.call({ action: params.name, input: params.arguments ?? {} });
      const { signal } = mcpReq;
      return answerOf(await ended(client, runId, { signal, onProgress: progressTeller(mcpReq) }));
    } catch (error) {
      return failed(messageOf(error));
    }
  });
  return server;
}

const instructions =
  'Each tool is an action of Heron on this machine. What the person has not allowed fails with the name of the permission that is missing.';

function toTool({ action, title, description, input, output, risk, repeatable }: OfferedAction) {
  return {
    name: action,
    title,
    description,
    inputSchema: forOthers(input),
    outputSchema: forOthers(output),
    annotations: {
      readOnlyHint: risk === 'read',
      destructiveHint: risk === 'irreversible',
      idempotentHint: repeatable,
      openWorldHint: risk === 'external' || risk === 'irreversible',
    },
  };
}

/** Formats that only Heron knows are warned of, or refused, by others. */
function forOthers(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forOthers);
  if (typeof schema !== 'object' || schema === null) return schema;
  const fields = Object.entries(schema).filter(
    ([name, value]) => !(name === 'format' && (value === 'path' || value === 'blob')),
  );
  return Object.fromEntries(fields.map(([name, value]) => [name, forOthers(value)]));
}

type Progress = { percent?: number; text?: string };
type Asking = {
  _meta?: { progressToken?: string | number | undefined } | undefined;
  notify: (news: { method: string; params: Record<string, unknown> }) => Promise<void>;
};

/** Tells who asked for it how far the call is; by the protocol each number is greater than the one before. */
function progressTeller({ _meta, notify }: Asking): (progress: Progress) => void {
  const progressToken = _meta?.progressToken;
  let last = 0;
  return ({ percent, text }) => {
    if (progressToken === undefined || percent === undefined || percent <= last) return;
    last = percent;
    const params = { progressToken, progress: percent, total: 100, ...(text === undefined ? {} : { message: text }) };
    // Who has gone away does not hear it.
    notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}

type Following = { signal: AbortSignal; onProgress: (progress: Progress) => void };

/** Who gives a call up has its run stopped. */
async function ended(
  client: HeronServerParts['client'],
  runId: string,
  { signal, onProgress }: Following,
): Promise<Run> {
  const stop = (): void => void client.runs.cancel({ runId }).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const { type, payload } of await client.events.watch({ scope: { runId }, after: 0 })) {
      if (type === 'task.progressed') onProgress(payload);
      if (/^run\.(completed|failed|cancelled)$/.test(type)) break;
    }
    return await client.runs.get({ runId });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function answerOf({ id, status, error, tasks }: Run) {
  if (status !== 'completed') return failed(error ? `${error.code}: ${error.message}` : `The run ${id} is ${status}`);
  const output: Json = tasks['call']?.output ?? {};
  const structured =
    typeof output === 'object' && output !== null && !Array.isArray(output) ? output : { value: output };
  return { content: [{ type: 'text' as const, text: JSON.stringify(structured) }], structuredContent: structured };
}

function failed(text: string) {
  return { content: [{ type: 'text' as const, text }], isError: true };
}

/** Errors of calls carry a failure as their data. */
function messageOf(error: unknown): string {
  const data = (error as { data?: { code?: unknown; message?: unknown } } | null)?.data;
  if (typeof data?.code === 'string' && typeof data.message === 'string') return `${data.code}: ${data.message}`;
  const { code, message } = toFailure(error);
  return `${code}: ${message}`;
}

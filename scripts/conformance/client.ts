import { rmSync } from 'node:fs';
import type { Json, JsonObject } from '../../src/contract/json.ts';
import { McpConnection, type McpServer } from '../../src/contract/mcp.ts';
import type { Engine } from '../../src/main/engine.ts';
import { openEngine } from './open-engine.ts';

/**
 * Heron as a client of the suite's server, whose address is the last word: added as a person adds it, signed in at where it asks
 * for that, and each of its tools called once by a run.
 */
const url = process.argv.at(-1) ?? '';
const context = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}') as Record<string, string>;
const { engine, folder } = await openEngine('client');
try {
  process.exitCode = (await useServer(engine)) ? 0 : 1;
} finally {
  await engine.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function useServer({ client }: Engine): Promise<boolean> {
  const { client_id: id, client_secret: secret, private_key_pem: key } = context;
  const value = key ?? secret;
  // What the suite hands a client says how it signs in; the scenario's name says where that is the client alone.
  const withoutPerson = process.env['MCP_CONFORMANCE_SCENARIO']?.includes('client-credentials') ?? false;
  const alone = key !== undefined ? 'key' : withoutPerson ? 'secret' : undefined;
  if (value !== undefined) await client.secrets.set({ name: 'conformance', value });
  const known =
    id === undefined
      ? {}
      : { client: { id, ...(value ? { secret: { secret: 'conformance' } } : {}), ...(alone ? { alone } : {}) } };
  const connection = McpConnection.parse({ transport: 'http', url, ...known });
  void answerQuestions();
  let server = await client.mcp.add({ name: 'suite', connection });
  if (server.signIn === 'needed') server = await signIn();
  if (server.error) throw new Error(server.error.message);
  for (const { name, action } of server.tools) {
    await client.mcp.setTool({ name: 'suite', tool: name, policy: 'allow' });
    if (action !== undefined && !(await callTool(server, action))) return false;
  }
  return true;
}

/** As a person who says yes and leaves all as it is. */
async function answerQuestions(): Promise<void> {
  for await (const event of engine.events.watch({ types: ['mcp.asked'] }, AbortSignal.timeout(60_000))) {
    if (event.type === 'mcp.asked') await engine.client.mcp.answer({ id: event.payload.question.id, answer: 'accept' });
  }
}

/** Who is turned away for want of a sign-in signs in, twice at most. */
async function callTool(server: McpServer, action: string): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const manifest = (await engine.client.workers.get({ workerId: server.workerId })).manifest;
    const input = inputFor(manifest?.actions[action.slice(action.indexOf('.') + 1)]?.input);
    const plan = { version: 1 as const, title: 'Call a tool', tasks: [{ id: 'call', action, input }] };
    const { runId } = await engine.client.runs.start({ plan, allow: 'plan' });
    const error = await endOf(runId);
    if (error === undefined) return true;
    console.error(error);
    const now = (await engine.client.mcp.list()).find(({ name }) => name === 'suite');
    if (now?.signIn !== 'needed') return false;
    await signIn();
  }
  return false;
}

/** As a person whose browser is sent straight back. */
async function signIn(): Promise<McpServer> {
  const { client, events } = engine;
  const news = events.watch({ types: ['mcp.signedIn', 'mcp.signInFailed'] }, AbortSignal.timeout(20_000));
  const first = news[Symbol.asyncIterator]().next();
  const { page } = await client.mcp.signIn({ name: 'suite' });
  const shown = await fetch(page, { redirect: 'manual' });
  await fetch(shown.headers.get('location') ?? '');
  const { value } = await first;
  if (value?.type !== 'mcp.signedIn') throw new Error(JSON.stringify(value?.payload));
  return client.mcp.test({ name: 'suite' });
}

async function endOf(runId: string): Promise<string | undefined> {
  for await (const { type } of engine.events.watch({ scope: { runId }, after: 0 }, AbortSignal.timeout(45_000))) {
    if (/^run\.(completed|failed|cancelled)$/.test(type)) break;
  }
  return (await engine.client.runs.get({ runId })).error?.message;
}

/** Something that fits each field. */
function inputFor(schema: { properties?: Record<string, { type?: unknown }> } | undefined): JsonObject {
  const fields = Object.entries(schema?.properties ?? {});
  const values: Record<string, Json> = { number: 5, integer: 5, boolean: true, array: [], object: {} };
  return Object.fromEntries(fields.map(([name, { type }]) => [name, values[String(type)] ?? 'text']));
}

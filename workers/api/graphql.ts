import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { getOperationAST, GraphQLError, parse } from 'graphql';
import type { Actions } from './actions.generated.ts';
import { parseBody, readBody } from './answer-body.ts';
import { openExchange } from './exchange.ts';
import { checkExpectations } from './expectations.ts';
import { refuseFailure, saveHar } from './finish.ts';
import { type Ask, askForPages } from './graphql-pages.ts';

type Input = Actions['query']['input'];
type Output = Actions['query']['output'];

/** What changes something is another action, so that nobody is asked for a question as if it changed something. */
export const query: ActionRun<Input, Output> = async (input, context) => ask(input, 'query', context);
export const mutate: ActionRun<Input, Output> = async (input, context) => ask(input, 'mutation', context);

async function ask(input: Input, kind: 'query' | 'mutation', context: WorkerContext): Promise<Output> {
  const { query: document, variables, operation, pages, ...call } = input;
  refuseOther(input, kind);
  const exchange = await openExchange(call, context);
  try {
    const send: Ask = async (more) => {
      const text = JSON.stringify({ query: document, variables: { ...variables, ...more }, operationName: operation });
      const response = await exchange.send({ method: 'POST', url: call.url, body: text, type: 'application/json' });
      await refuseFailure(response, call.expect);
      const { url, status, headers, tookMs } = response;
      const bytes = await readBody(response, input.maxBytes);
      exchange.note(bytes.toString('utf8'));
      const body = parseBody(bytes, headers['content-type'] ?? '', url);
      checkExpectations(call.expect, { url, status, body, tookMs });
      return { answer: { url, status, ...dataOf(body, url) }, bytes: bytes.byteLength };
    };
    const answer = pages ? await askForPages(pages, send, context) : (await send({})).answer;
    return { ...answer, requests: exchange.requests() };
  } finally {
    await saveHar(input.har, exchange, context);
  }
}

/** Errors: `invalid-input` with line and column for what is no GraphQL, or of the other kind. */
function refuseOther({ query: text, operation }: Input, kind: 'query' | 'mutation'): void {
  let document: ReturnType<typeof parse>;
  try {
    document = parse(text, { maxTokens: 20_000 });
  } catch (error) {
    const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
    const where = place ? ` in line ${place.line}, column ${place.column}` : '';
    return fail('invalid-input', `The query is no GraphQL${where}: ${(error as Error).message}`, { field: 'query' });
  }
  const chosen = getOperationAST(document, operation);
  if (!chosen)
    fail('invalid-input', 'The query has several operations; name one with operation', { field: 'operation' });
  if (chosen.operation === kind) return;
  const other = { query: 'api.query', mutation: 'api.mutate', subscription: 'nothing here' }[chosen.operation];
  fail('invalid-input', `This is a ${chosen.operation}, for which there is ${other}`, { field: 'query' });
}

type GraphqlAnswer = { data?: unknown; errors?: { message?: unknown; path?: unknown }[] };

/** Errors: `network` with what the server says went wrong. */
function dataOf(body: unknown, url: string): { data: unknown; errors: string[] } {
  const { data, errors } = (typeof body === 'object' && body !== null ? body : {}) as GraphqlAnswer;
  const said = (Array.isArray(errors) ? errors : []).map(({ message }) => String(message));
  if (data === undefined || data === null)
    fail('network', `${url} gave no data${said.length > 0 ? `: ${said.join('; ').slice(0, 500)}` : ''}`, { url });
  return { data, errors: said };
}

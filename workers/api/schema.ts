import { type ActionRun, fail, type WorkerContext } from 'heron/worker-kit';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import type { Actions } from './actions.generated.ts';
import { parseBody, readBody } from './answer-body.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { refuseFailure } from './finish.ts';

type Input = Actions['schema']['input'];
type Output = Actions['schema']['output'];
type Captured = Omit<Output, 'path'> & { text: string };

/** Usual places of a description below the address of a server. */
const usualPlaces = ['openapi.json', 'swagger.json', 'v3/api-docs'];

export const schema: ActionRun<Input, Output> = async (input, context) => {
  const { saveTo } = input;
  const exchange = await openExchange({ ...input, cookies: false }, context);
  const { text, ...captured } =
    input.kind === 'graphql' ? await introspect(input, exchange) : await openApi(input, exchange, context);
  if (saveTo === undefined) return captured;
  await context.files.write(saveTo, text, { overwrite: input.overwrite });
  return { ...captured, path: saveTo };
};

async function introspect(input: Input, exchange: Exchange): Promise<Captured> {
  const body = JSON.stringify({ query: getIntrospectionQuery() });
  const response = await exchange.send({ method: 'POST', url: input.url, body, type: 'application/json' });
  await refuseFailure(response, undefined);
  const bytes = await readBody(response, input.maxBytes);
  const answer = parseBody(bytes, response.headers['content-type'] ?? '', response.url);
  try {
    const built = buildClientSchema((answer as { data: IntrospectionQuery }).data);
    const fieldsOf = (type: ReturnType<typeof built.getQueryType>, kind: string): string[] =>
      Object.keys(type?.getFields() ?? {}).map((name) => `${kind} ${name}`);
    const operations = [...fieldsOf(built.getQueryType(), 'query'), ...fieldsOf(built.getMutationType(), 'mutation')];
    return { kind: 'graphql', url: response.url, title: 'GraphQL', version: '', operations, text: printSchema(built) };
  } catch (error) {
    return fail('network', `${response.url} describes itself in no way GraphQL knows: ${(error as Error).message}`, {
      url: response.url,
    });
  }
}

async function openApi(input: Input, exchange: Exchange, context: WorkerContext): Promise<Captured> {
  const places = [input.url, ...usualPlaces.map((place) => new URL(place, withSlash(input.url)).href)];
  for (const url of places) {
    const response = await exchange.send({ method: 'GET', url });
    if (response.status === 404 && url !== places.at(-1)) continue;
    await refuseFailure(response, undefined);
    const bytes = await readBody(response, input.maxBytes);
    const found = describedIn(bytes.toString('utf8'));
    if (found) return { ...found, kind: 'openapi', url: response.url, text: bytes.toString('utf8') };
    context.log('info', `${url} is no OpenAPI description`);
  }
  return fail('not-found', `There is no OpenAPI description in JSON at ${input.url} or the usual places below it`, {
    url: input.url,
  });
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

function describedIn(text: string): Pick<Output, 'title' | 'version' | 'operations'> | undefined {
  let description: Record<string, unknown>;
  try {
    description = recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
  if (typeof (description['openapi'] ?? description['swagger']) !== 'string') return undefined;
  const info = recordOf(description['info']);
  const operations = Object.entries(recordOf(description['paths'])).flatMap(([path, item]) =>
    Object.keys(recordOf(item))
      .filter((method) => methods.includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  return { title: textOf(info['title'], 'API'), version: textOf(info['version'], ''), operations };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

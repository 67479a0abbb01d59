import {
  type ActionRun,
  fail,
  type WorkerContext,
  type WorkerFailureCode,
  type WorkerResponse,
} from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

export type Run<Name extends keyof Actions> = ActionRun<Actions[Name]['input'], Actions[Name]['output']>;

export type Fields = Record<string, unknown>;

/** Where Docker's or Podman's service is asked: over this socket. */
export type Service = { context: WorkerContext; socket: string };

type Question = {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON, unless it is bytes. */
  body?: Fields | AsyncIterable<Uint8Array>;
  /** Answers besides those of 200 to 299 that are no failure. */
  fine?: number[];
};

type Answer = Omit<WorkerResponse, 'url'>;

/** Errors: `unsupported` where no service is; what the service says against it, as `not-found`, `conflict`, `invalid-input` or `worker-failed`. */
export async function ask({ context, socket }: Service, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', query = {}, body, fine = [] } = question;
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : '';
  const isStream = body !== undefined && Symbol.asyncIterator in body;
  const type = isStream ? 'application/x-tar' : 'application/json';
  const response = await request(context, socket, {
    ...{ method, target: path + search },
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': type },
          body: isStream ? body : JSON.stringify(body),
        }),
  });
  const { status } = response;
  if ((status >= 200 && status < 300) || fine.includes(status)) return response;
  const said = await readText(response, 100_000);
  return fail(codes[status] ?? 'worker-failed', messageIn(said) || `The service answered ${status}`, { status });
}

const codes: Record<number, WorkerFailureCode> = { 400: 'invalid-input', 404: 'not-found', 409: 'conflict' };

async function request(
  context: WorkerContext,
  socket: string,
  asked: Parameters<WorkerContext['sockets']['request']>[1],
) {
  try {
    return await context.sockets.request(socket, asked);
  } catch (error) {
    if (isOf(error, 'not-found') || isRefusedConnection(error)) {
      return fail('unsupported', `Neither Docker nor Podman listens at ${socket}; start it, or name its socket`, {
        socket,
      });
    }
    throw error;
  }
}

function isRefusedConnection(error: unknown): boolean {
  return isOf(error, 'network') && error instanceof Error && /refuse|ECONNREFUSED/.test(error.message);
}

export function isOf(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function messageIn(said: string): string {
  try {
    const { message, cause } = JSON.parse(said) as Fields;
    return [message, cause].find((each): each is string => typeof each === 'string') ?? '';
  } catch {
    return said.trim().slice(0, 500);
  }
}

/** Errors: `limit-exceeded` for more than `most` bytes. */
export async function readText({ body }: Answer, most = 16_000_000): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > most) fail('limit-exceeded', `The service answered more than ${most} bytes`, { limit: most });
    parts.push(part.slice());
  }
  return Buffer.concat(parts).toString();
}

export async function askJson(service: Service, path: string, question?: Question): Promise<unknown> {
  const said = await readText(await ask(service, path, question));
  try {
    return said.trim() === '' ? {} : (JSON.parse(said) as unknown);
  } catch {
    return fail('worker-failed', `What listens at ${service.socket} does not answer as Docker does`, { path });
  }
}

/** One JSON value a line, as building and fetching tell how far they are. What is no JSON is left out. */
export async function* linesOf({ body }: Answer): AsyncGenerator<Fields> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* parsed(line);
  }
  yield* parsed(rest);
}

function parsed(line: string): Fields[] {
  try {
    return [fieldsOf(JSON.parse(line))];
  } catch {
    return [];
  }
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

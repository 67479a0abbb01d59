import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';
import { parseBody, readBody } from './answer-body.ts';
import { openExchange } from './exchange.ts';
import { checkExpectations } from './expectations.ts';
import { refuseFailure, saveHar } from './finish.ts';

type Output = Actions['send']['output'];

export const send: ActionRun<Actions['send']['input'], Output> = async (input, context) => {
  const { method, expect } = input;
  const { body, type } = bodyOf(input);
  const exchange = await openExchange(input, context);
  try {
    const url = input.url;
    const response = await exchange.send({ method, url, ...(body === undefined ? {} : { body, type }) });
    await refuseFailure(response, expect);
    const { status, headers, tookMs } = response;
    const bytes = await readBody(response, input.maxBytes);
    exchange.note(bytes.toString('utf8'));
    const answer = parseBody(bytes, headers['content-type'] ?? '', response.url);
    checkExpectations(expect, { url: response.url, status, body: answer, tookMs });
    return {
      ...{ url: response.url, status, headers, bytes: bytes.byteLength },
      ...{ requests: exchange.requests(), waitedMs: exchange.waitedMs() },
      ...(answer === undefined ? {} : { body: answer }),
    };
  } finally {
    await saveHar(input.har, exchange, context);
  }
};

function bodyOf(input: Actions['send']['input']): { body: string | undefined; type: string } {
  const given = [input.body, input.json, input.form].filter((each) => each !== undefined);
  if (given.length > 1) fail('invalid-input', 'Give one of body, json and form', { field: 'body' });
  if (input.json !== undefined) return { body: JSON.stringify(input.json), type: 'application/json' };
  if (input.form)
    return { body: new URLSearchParams(input.form).toString(), type: 'application/x-www-form-urlencoded' };
  if (input.body === undefined) return { body: undefined, type: '' };
  return { body: input.body, type: isJson(input.body) ? 'application/json' : 'text/plain; charset=utf-8' };
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

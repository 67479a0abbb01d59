import type { Json, JsonObject } from '../../../../../contract/json.ts';
import type { ActionTask } from '../../../../../contract/plan-task.ts';
import { isObject } from '../../kept-file.ts';
import { wordOf } from '../../word-of.ts';
import type { FindPlace } from './expression-script.ts';
import type { StepDraft } from './step-draft.ts';
import { fixedText, parameterText, scripted, templateScript } from './text-script.ts';

const signIns: Record<string, string> = {
  basic: 'httpBasicAuth',
  bearer: 'httpBearerAuth',
  header: 'httpHeaderAuth',
  query: 'httpQueryAuth',
  oauth2: 'oAuth2Api',
};

/** Whoever wrote one of these out wrote a key into the plan; it does not go on from there. */
const isSecret = /authorization|cookie|api-?_?key|token|secret|password/i;

const leftOut: Record<string, string> = {
  pages: 'it follows no pages',
  expect: 'it does not check the answer as Heron does',
  har: 'it keeps no archive of the requests',
  saveTo: 'the answer is saved to no file',
  overwrite: 'the answer is saved to no file',
  maxBytes: 'the answer may be of any size',
};

/** `api.get` and `api.send` as HTTP Request. Errors: `Untranslated`. */
export function requestNodes(task: ActionTask, name: string, find: FindPlace): StepDraft {
  const { input } = task;
  const text = (value: Json | undefined): string => parameterText(wordOf(value), find);
  const secret: string[] = [];
  const pairs = (value: Json | undefined): JsonObject[] =>
    Object.entries(isObject(value) ? value : {}).flatMap(([field, given]) => {
      if (isSecret.test(field)) secret.push(field);
      return isSecret.test(field) ? [] : [{ name: fixedText(field), value: text(given) }];
    });
  const [headers, query] = [pairs(input['headers']), pairs(input['query'])];
  const method = task.action === 'api.get' ? 'GET' : wordOf(input['method'], 'POST');
  const auth = isObject(input['auth']) ? wordOf(input['auth']['kind'], 'none') : 'none';
  const type = signIns[auth];
  const retries = task.retry ? task.retry.attempts - 1 : Number(input['retries'] ?? 2);
  const parameters: JsonObject = {
    ...{ method, url: text(input['url']) },
    ...(type === undefined ? {} : { authentication: 'genericCredentialType', genericAuthType: type }),
    ...(query.length === 0 ? {} : { sendQuery: true, queryParameters: { parameters: query } }),
    ...(headers.length === 0 ? {} : { sendHeaders: true, headerParameters: { parameters: headers } }),
    ...bodyOf(input, find, text, pairs),
    options: {
      response: { response: { fullResponse: true } },
      ...(task.timeoutMs === undefined ? {} : { timeout: task.timeoutMs }),
    },
  };
  return {
    draft: {
      ...{ name, type: 'httpRequest', version: 4.2, parameters },
      ...(retries > 0 ? { more: retryFields(retries + 1, task.retry?.firstMs ?? 1000) } : {}),
    },
    as: { fields: { status: 'statusCode', headers: 'headers', body: 'body' } },
    whys: [
      ...Object.entries(leftOut).flatMap(([field, why]) => (input[field] === undefined ? [] : [why])),
      ...(type === undefined
        ? []
        : [
            `no credential is in the file: choose one in n8n for ${wordOf(isObject(input['auth']) ? input['auth']['secret'] : '')}`,
          ]),
      ...secret.map((field) => `“${field}” is left out, because it may be a key`),
      ...(retries > 0 ? ['it is tried again whatever it failed of, and not only where that may help'] : []),
    ],
  };
}

/** n8n tries five times at most, with at most five seconds between. */
export function retryFields(attempts: number, pauseMs: number): JsonObject {
  return { retryOnFail: true, maxTries: Math.min(5, attempts), waitBetweenTries: Math.min(5000, pauseMs) };
}

function bodyOf(
  input: JsonObject,
  find: FindPlace,
  text: (value: Json | undefined) => string,
  pairs: (value: Json | undefined) => JsonObject[],
): JsonObject {
  const { json, form, body } = input;
  if (json !== undefined) {
    const script = templateScript(json, find);
    return {
      sendBody: true,
      contentType: 'json',
      specifyBody: 'json',
      jsonBody: scripted(`JSON.stringify(${script})`),
    };
  }
  if (form !== undefined)
    return { sendBody: true, contentType: 'form-urlencoded', bodyParameters: { parameters: pairs(form) } };
  return body === undefined ? {} : { sendBody: true, contentType: 'raw', body: text(body) };
}

/** `web-fetch.page`: the page as it was sent. Errors: `Untranslated`. */
export function pageNodes({ input }: ActionTask, name: string, find: FindPlace): StepDraft {
  return {
    draft: {
      ...{ name, type: 'httpRequest', version: 4.2 },
      parameters: {
        ...{ method: 'GET', url: parameterText(wordOf(input['url']), find) },
        options: { response: { response: { responseFormat: 'text', outputPropertyName: 'data' } } },
      },
    },
    as: { fields: { content: 'data' } },
    whys: ['it gives the page as it was sent, and not as text to be read'],
  };
}

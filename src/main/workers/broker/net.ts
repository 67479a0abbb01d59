import type { IncomingMessage } from 'node:http';
import { strictObject } from '../../../contract/strict-object.ts';
import { z } from 'zod';
import type { BrokerCall } from './broker-call.ts';
import { method } from './method.ts';
import { answer, openAnswer, readAnswer } from './net-answer.ts';
import { isClosedPort } from './network/closed-ports.ts';
import { followRedirects, parseUrl } from './network/follow-redirects.ts';
import { checkHeaders } from './network/request-headers.ts';
import { hostOf, resolveHost } from './network/resolve-host.ts';
import { type HttpRequest, sendRequest } from './network/send-request.ts';
import { awsScope, Handle, SecretHandle } from './parameters.ts';

const open = method('net.open', {
  parameters: strictObject(() => ({
    url: z.string().min(1).max(65_536),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
    headers: z.record(z.string().max(256), z.string().max(65_536)),
    maxRedirects: z.int().min(0).max(50),
    givesRedirects: z.boolean().optional(),
    sign: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('aws-sigv4'),
          handle: SecretHandle,
          ...awsScope,
          payload: z.enum(['hashed', 'unsigned']),
        }),
        z.strictObject({
          kind: z.literal('google-service-account'),
          handle: SecretHandle,
          account: z.string().min(1).max(320),
        }),
      ])
      .optional(),
    followedBy: z.int().min(0).max(100_000).optional(),
  })),
  bytes: 'optional',
  async run(call, parameters, body) {
    const asked = checkHeaders(parameters.headers);
    const { method: verb, sign, followedBy = 0 } = parameters;
    const request = { url: parseUrl(parameters.url), method: verb, headers: asked, body, sign };
    const value = await openAnswer(call, async () => {
      const hop = (next: HttpRequest): Promise<IncomingMessage> =>
        send(call, next, { times: followedBy + 1, isHop: next !== request });
      const { response, url } = parameters.givesRedirects
        ? { response: await hop(request), url: request.url }
        : await followRedirects(request, parameters.maxRedirects, hop, call.secrets.hide);
      return { response, host: hostOf(url), url: url.href };
    });
    return { value };
  },
});

const next = method('net.next', {
  parameters: strictObject(() => ({ handle: Handle })),
  run: (call, { handle }) =>
    call.handles.use(answer, handle, async (source) => {
      const bytes = await readAnswer(source, call.signal);
      return bytes ? { value: { done: false }, bytes } : { value: { done: true } };
    }),
});

const close = method('net.close', {
  parameters: strictObject(() => ({ handle: Handle })),
  async run(call, { handle }) {
    await call.handles.close([answer], handle);
    return { value: null };
  },
});

/** One hop: allowed by name, judged by address, sent to that very address. */
async function send(
  call: BrokerCall,
  request: HttpRequest,
  { times, isHop }: { times: number; isHop: boolean },
): Promise<IncomingMessage> {
  const operation = isHop ? 'net.redirect' : 'net.open';
  const target = hostOf(request.url);
  const need = { capability: 'net', target, detail: `${request.method} ${request.url.href}` } as const;
  if (isClosedPort(request.url)) {
    const message = `Port ${request.url.port} is not for the web; no worker may use it`;
    call.access.refuse(operation, need, { rule: 'closed port', message });
  }
  const sending = call.secrets.plan(request);
  await call.access.allow(operation, times > 1 ? { ...need, times } : need);
  const addresses = await resolveHost(target, call.lookUp, call.signal);
  if (addresses.length === 0) {
    const message = `${target} leads into this machine or its network; such a place must be allowed by its address`;
    call.access.refuse(operation, need, { rule: 'private address', message });
  }
  call.signal.throwIfAborted();
  const whole = await sending.complete();
  const response = await call.hosts.around(request.url.host, call.signal, () =>
    sendRequest(whole, addresses, call.signal),
  );
  sending.check(response);
  return response;
}

export const netMethods = [open, next, close];

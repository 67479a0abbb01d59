import { z } from 'zod';
import { strictObject } from '../../../../contract/strict-object.ts';
import { method } from '../method.ts';
import { parseUrl } from '../network/follow-redirects.ts';
import { awsScope, SecretHandle } from '../parameters.ts';

const handle = method('secrets.handle', {
  parameters: strictObject(() => ({ name: z.string().min(1).max(64) })),
  run: async (call, { name }) => ({ value: { handle: await call.secrets.handle(name) } }),
});

const link = method('secrets.link', {
  parameters: strictObject(() => ({
    handle: SecretHandle,
    url: z.string().min(1).max(8192),
    method: z.enum(['GET', 'HEAD', 'PUT', 'DELETE']),
    ...awsScope,
    seconds: z.int().min(1).max(604_800),
  })),
  run: async (call, { handle: secret, url, ...wish }) => ({
    value: { url: await call.secrets.link(secret, { ...wish, url: parseUrl(url) }) },
  }),
});

export const secretMethods = [handle, link];

import type { RequestListener } from 'node:http';
import { everyTier } from '../case.ts';

export const fetchText = '({ value }, { net }) => net.fetch(value.url, value.request).then(({ body }) => textOf(body))';
export const shared = { class: 'network', tiers: everyTier, attempt: fetchText, timeoutMs: 8000 } as const;
export const denied = { code: 'permission-denied' } as const;
export const isPrivate = { code: 'permission-denied', rule: 'private address' } as const;
export const invalid = { code: 'invalid-input' } as const;

export const hello: RequestListener = (_request, response) => void response.end('hello');
export const net = (target: string) => ({ capability: 'net', target }) as const;

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createAccessTokens } from '../../src/main/gateway/access-tokens.ts';
import { createGateway, type Gateway } from '../../src/main/gateway/gateway.ts';
import { root } from '../steps.ts';
import type { BenchEngine } from './bench-engine.ts';

/** Serves the built page on a benchmark's engine. */
export function serveBuiltPage({ engine }: BenchEngine): Gateway {
  return createGateway({
    router: engine.handlers,
    tokens: createAccessTokens({ clock: Date.now, randomToken: () => randomBytes(32).toString('base64url') }),
    clock: Date.now,
    logger: engine.logger,
    version: '0.1.0',
    pageMarks: engine.pageMarks,
    rendererFolder: join(root, 'out/renderer'),
  });
}

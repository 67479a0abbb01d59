import { oc } from '@orpc/contract';
import { z } from 'zod';

export const Health = z.strictObject({
  version: z.string(),
  node: z.string(),
  program: z.enum(['electron', 'headless']),
  dataFolder: z.string(),
  startedAt: z.int(),
  /** Resident memory of the engine's process. */
  memoryMb: z.number(),
  components: z.array(
    z.strictObject({ name: z.string(), state: z.enum(['ok', 'degraded', 'failed']), message: z.string() }),
  ),
});
export type Health = z.infer<typeof Health>;

export const LogLine = z.strictObject({
  at: z.int(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  source: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type LogLine = z.infer<typeof LogLine>;

export const health = {
  get: oc
    .route({ method: 'GET', path: '/health', summary: 'How the engine is' })
    .input(z.strictObject({}))
    .output(Health),
  logs: oc
    .route({ method: 'GET', path: '/health/logs', summary: "The engine's own log, newest first" })
    .input(
      z.strictObject({
        level: LogLine.shape.level.default('info'),
        query: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(2000).default(300),
      }),
    )
    .output(z.array(LogLine)),
};

import { z } from 'zod';
import { strictObject } from '../../../../contract/strict-object.ts';
import { method } from '../method.ts';

const handle = method('secrets.handle', {
  parameters: strictObject(() => ({ name: z.string().min(1).max(64) })),
  run: async (call, { name }) => ({ value: { handle: await call.secrets.handle(name) } }),
});

export const secretMethods = [handle];

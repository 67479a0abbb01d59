import { z } from 'zod';
import { method } from '../method.ts';

const handle = method('secrets.handle', {
  parameters: z.strictObject({ name: z.string().min(1).max(64) }),
  run: async (call, { name }) => ({ value: { handle: await call.secrets.handle(name) } }),
});

export const secretMethods = [handle];

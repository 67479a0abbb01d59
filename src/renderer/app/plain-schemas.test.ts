import { expect, it } from 'vitest';
import './plain-schemas.ts';

it('is where zod looks for it', async () => {
  const { config } = await import('zod');
  expect(config().jitless).toBe(true);
  config({ jitless: false }); // other tests share this zod
});

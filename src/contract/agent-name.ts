import { z } from 'zod';

/** What agents are called in settings, plans and calls. */
export const AgentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and -, starting with a letter');

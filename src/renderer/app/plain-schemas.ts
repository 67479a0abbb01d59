import { config } from 'zod';

// Schemas are compiled to functions where that is allowed, and the page's policy forbids it. Zod finds out by trying,
// which the browser reports as an offence, so it is told before the first schema is made.
config({ jitless: true });

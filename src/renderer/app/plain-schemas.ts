// Schemas are compiled to functions where that is allowed, and the page's policy forbids it. Zod finds out by trying,
// which the browser reports as an offence, so it is told where it looks when it is loaded: the first paint does without it.
const known = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
known.__zod_globalConfig = Object.assign(known.__zod_globalConfig ?? {}, { jitless: true });

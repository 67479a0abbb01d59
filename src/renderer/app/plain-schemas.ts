// Schemas are compiled to functions where that is allowed, and the page's policy forbids it. Zod finds out by trying,
// which the browser reports as an offence, so it is told before it is loaded: the first paint does without it.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

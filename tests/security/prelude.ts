/** What every hostile worker has at hand. */
export const prelude = `
// Tries a function of unknown origin as the Function of another world; gives what that world has over this one.
function reach(make) {
  if (typeof make !== 'function') return null;
  let world;
  try { world = make('return globalThis')(); } catch { return null; }
  if (typeof world?.Array !== 'function') return null;
  if (world === globalThis) return typeof globalThis.process === 'undefined' ? null : 'process';
  return 'another world: ' + Object.getOwnPropertyNames(world).slice(-5).join();
}
// Tries the constructors of a value and of all it is made of.
function reachFrom(value) {
  const seen = new Set();
  for (let level = value; level !== null && level !== undefined && !seen.has(level); level = Object.getPrototypeOf(Object(level))) {
    seen.add(level);
    const found = reach(level.constructor?.constructor) ?? reach(level.constructor);
    if (found) return found;
  }
  return null;
}
async function textOf(chunks) {
  let text = '';
  for await (const chunk of chunks) text += String.fromCharCode(...(chunk.bytes ?? chunk));
  return text;
}
async function failureOf(run) {
  try { await run(); return null; } catch (error) { return { code: error.code, message: error.message, details: error.details ?? null }; }
}
`;

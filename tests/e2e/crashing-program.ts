/** Loaded into a Heron before its own code: throws where nobody catches, once the engine is up. */
const waiting = setInterval(() => {
  if (!process.listenerCount('uncaughtException')) return;
  clearInterval(waiting);
  throw new Error(`An error that nobody catches, with ${process.env['HERON_TEST_SECRET']}`);
}, 20);

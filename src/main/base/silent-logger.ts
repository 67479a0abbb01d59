import type { Logger } from './logger.ts';

/** For tests: says nothing to nobody. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  isDebugOn: () => false,
  from: () => silentLogger,
};

import { setFlagsFromString } from 'node:v8';

/** V8's second engine for regular expressions never goes back in the text. Patterns ask for it by the flag `l`. */
let isEngineOn = false;

/**
 * What JSONata makes its regular expressions with: the time they take grows with the text and not beyond. What cannot
 * be matched like that (look-around, back references, large counts) is refused.
 */
export const LinearRegExp = new Proxy(RegExp, {
  construct(target, [pattern, flags]: [RegExp | string, string | undefined]) {
    const source = typeof pattern === 'string' ? pattern : pattern.source;
    const given = flags ?? (typeof pattern === 'string' ? '' : pattern.flags);
    // With the first pattern: most starts make none, and need nothing of what sets V8's flags.
    if (!isEngineOn) setFlagsFromString('--enable-experimental-regexp-engine');
    isEngineOn = true;
    return new target(source, given.includes('l') ? given : `${given}l`);
  },
});

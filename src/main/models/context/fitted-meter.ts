import type { Meter } from '../guards/meter.ts';
import { countRequest } from './count-tokens.ts';
import { fitRequest, type FittingParts } from './fit-request.ts';
import { isOverflow } from './summarise.ts';

/** So often a request that a server has no room for is made smaller. */
const mostOverflows = 3;

/**
 * Makes each request fit the model it goes to. One that its server finds too long all the same is made smaller and asked again
 * there: another model is no way out of that.
 */
export function fittedMeter(parts: FittingParts, meter: Meter): Meter {
  const { calibration } = parts;
  return async function* fitted(candidate, request, purpose) {
    const { model } = candidate;
    let before = Infinity;
    for (let overflows = 0; ; overflows += 1) {
      const fit = await fitRequest(parts, model, request, overflows === 0 ? 'full' : 'overflow');
      const tokens = countRequest(fit);
      let hasBegun = false;
      try {
        for await (const part of meter(candidate, fit, purpose)) {
          hasBegun = true;
          if (part.type === 'finish') calibration.noteCounted(model, tokens, part.usage.inputTokens);
          yield part;
        }
        return;
      } catch (error) {
        const isLast = hasBegun || !request.context || overflows === mostOverflows || tokens >= before;
        if (isLast || !isOverflow(error)) throw error;
        before = tokens;
        calibration.noteOverflow(model, tokens, error.message);
      }
    }
  };
}

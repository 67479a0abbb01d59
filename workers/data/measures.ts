import type { Actions } from './actions.generated.ts';
import { compare, isEmpty, numberOf, type Value } from './values.ts';

export type MeasureName = NonNullable<Actions['aggregate']['input']['measure']>;

export type Measure = { add(value: Value): void; result(): Value };

/** What is worked out of a column's values, one after the other. Empty cells count for nothing, except in `count` of rows. */
export const measures: Record<MeasureName, () => Measure> = {
  count: () => {
    let count = 0;
    return { add: (value) => void (isEmpty(value) || (count += 1)), result: () => count };
  },
  distinct: () => {
    const seen = new Set<Value>();
    return { add: (value) => void (isEmpty(value) || seen.add(value)), result: () => seen.size };
  },
  sum: () => total((sum, count) => (count === 0 ? null : sum)),
  mean: () => total((sum, count) => (count === 0 ? null : sum / count)),
  min: () => extreme((order) => order < 0),
  max: () => extreme((order) => order > 0),
};

/** Of numbers; what is none counts for nothing. */
function total(result: (sum: number, count: number) => Value): Measure {
  let [sum, lost, count] = [0, 0, 0];
  return {
    add(value) {
      const number = numberOf(value);
      if (Number.isNaN(number)) return;
      count += 1;
      // Neumaier's sum: what addition rounds off is kept beside, so that a million small amounts do not get lost.
      const next = sum + number;
      lost += Math.abs(sum) >= Math.abs(number) ? sum - next + number : number - next + sum;
      sum = next;
    },
    result: () => result(sum + lost, count),
  };
}

function extreme(isBetter: (order: number) => boolean): Measure {
  let best: Value = null;
  return {
    add: (value) => void (!isEmpty(value) && (best === null || isBetter(compare(value, best))) && (best = value)),
    result: () => best,
  };
}

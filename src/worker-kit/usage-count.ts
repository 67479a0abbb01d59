import type { UsedAmount } from './context.ts';

/** More than this no call uses: whoever says so has made a mistake. */
export const mostUsed = { tokens: 1e12, money: 1e6 } as const;

/** Adds up what a call says it used. */
export type UsageCount = {
  /** Gives the total. Throws a TypeError for what is no amount. */
  add: (amount: UsedAmount) => UsedAmount;
  /** undefined while nothing was said. */
  total: () => UsedAmount | undefined;
};

/** A class: one is made at each call, and most calls say nothing. */
export class CallUsageCount implements UsageCount {
  #total: UsedAmount | undefined;

  add(amount: UsedAmount): UsedAmount {
    const tokens = sum('tokens', this.#total?.tokens, amount.tokens);
    const money = sum('money', this.#total?.money, amount.money);
    if (tokens !== undefined && !Number.isInteger(tokens)) throw wrong('tokens', amount.tokens);
    this.#total = { ...(tokens === undefined ? {} : { tokens }), ...(money === undefined ? {} : { money }) };
    return this.#total;
  }

  total(): UsedAmount | undefined {
    return this.#total;
  }
}

function sum(name: keyof UsedAmount, before: number | undefined, more: number | undefined): number | undefined {
  if (more === undefined) return before;
  if (typeof more !== 'number' || !(more >= 0)) throw wrong(name, more);
  const all = (before ?? 0) + more;
  if (!(all <= mostUsed[name])) throw wrong(name, more);
  return all;
}

function wrong(name: keyof UsedAmount, amount: unknown): TypeError {
  const wanted = name === 'tokens' ? 'a whole number of tokens' : 'an amount of US dollars';
  return new TypeError(
    `used: ${name}: expected ${wanted}, from 0 to ${mostUsed[name]} in a call, got ${String(amount)}`,
  );
}

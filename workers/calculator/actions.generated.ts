// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  calculate: {
    input: {
      /**
       * The sum, such as (3 + 4) * 2, 15% of 80, or the square root of 2.
       */
      sum: string;
    };
    output: {
      /**
       * As it was worked out.
       */
      sum: string;
      /**
       * To fourteen digits.
       */
      result: string;
      /**
       * The result where it is a plain number.
       */
      value?: number;
    };
  };
  convert: {
    input: {
      /**
       * How many.
       */
      amount: number;
      /**
       * Its unit, such as miles, km/h, celsius or GB.
       */
      from: string;
      /**
       * The unit that is wanted.
       */
      to: string;
    };
    output: {
      amount: number;
      from: string;
      to: string;
      /**
       * How many of the unit that is wanted.
       */
      value: number;
      /**
       * To six digits, with its unit.
       */
      text: string;
    };
  };
};

export type Settings = {
  /**
   * Larger files are refused.
   */
  maxBytes: number;
};

/** How tokens are really counted, by model: what providers say, and what their servers refuse. */
export type Calibration = {
  /** Tokens its window holds. */
  windowOf(model: string, known: number | undefined): number;
  /** What the provider counts for one of the estimate's tokens. */
  ratioOf(model: string): number;
  noteCounted(model: string, estimated: number, counted: number): void;
  /** A request of so many tokens did not fit; what the server says of its window goes before. */
  noteOverflow(model: string, estimated: number, said: string): void;
};

/** Of a model that nothing is known of; larger ones say no to nothing, and smaller ones say how large they are. */
const usualWindow = 32_768;
const smallestWindow = 1024;
/** Some providers leave out what they had in their cache, so that little is believed of a small count. */
const bounds = { least: 0.8, most: 3 };
/** Counts of short requests say little. */
const worthNoting = 200;
/** What is learned weighs this much against what was known. */
const weight = 0.3;
/** Where the server says nothing of its size, its window is taken to be this much smaller than what did not fit. */
const stepDown = 0.75;

export function createCalibration(): Calibration {
  const ratios = new Map<string, number>();
  const windows = new Map<string, number>();
  const ratioOf = (model: string): number => ratios.get(model) ?? 1;
  function noteCounted(model: string, estimated: number, counted: number): void {
    if (estimated < worthNoting || counted <= 0) return;
    const seen = Math.min(bounds.most, Math.max(bounds.least, counted / estimated));
    // More than was thought holds at once: too little is a refused request, too much only some room.
    const next = Math.max(seen, ratioOf(model) * (1 - weight) + seen * weight);
    ratios.set(model, next);
  }

  return {
    ...{ ratioOf, noteCounted },
    windowOf: (model, known) => Math.min(known ?? usualWindow, windows.get(model) ?? Infinity),
    noteOverflow(model, estimated, said) {
      noteCounted(model, estimated, sentIn(said) ?? 0);
      const before = windows.get(model) ?? Infinity;
      const sent = estimated * ratioOf(model);
      const window = windowIn(said) ?? Infinity;
      const learned = window < Math.min(before, sent * 2) ? window : Math.floor(Math.min(before, sent) * stepDown);
      windows.set(model, Math.max(smallestWindow, learned));
    },
  };
}

/**
 * "maximum context length is 8192 tokens", "n_ctx: 4096", "> 200000 maximum", "maximum allowed length (4096 tokens)". Where a server
 * says both, what it has and what it was sent, its own name for the window goes before ("context length (n_keep: 5000 >= n_ctx: 4096)").
 */
export function windowIn(text: string): number | undefined {
  const found =
    /n_ctx[^0-9]{1,5}([\d,]{4,9})/i.exec(text) ??
    /(?:context (?:length|window|size)|(?:model|allowed) length)[^0-9]{0,30}([\d,]{4,9})/i.exec(text) ??
    /([\d,]{4,9}) (?:tokens? )?maximum/i.exec(text);
  const tokens = Number(found?.[1]?.replaceAll(',', ''));
  return Number.isFinite(tokens) && tokens >= smallestWindow ? tokens : undefined;
}

/** "your messages resulted in 9214 tokens", "prompt is too long: 210000 tokens", "The request has 3901 tokens". */
export function sentIn(text: string): number | undefined {
  const found =
    /(?:resulted in|too long:|request has|requested|the input \(|input length \(|n_(?:prompt_tokens|keep)[^0-9]{1,5})\s*([\d,]{3,9})(?: tokens)?/i.exec(
      text,
    );
  const tokens = Number(found?.[1]?.replaceAll(',', ''));
  return Number.isFinite(tokens) ? tokens : undefined;
}

import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { Json } from './json.ts';
import { strictObject } from './strict-object.ts';
import { WebhookMethod } from './webhooks.ts';

const mostMs = 366 * 86_400_000;

/** JSONata without braces: `tasks.count.output.value > 3`. */
export const Expression = z.string().min(1).max(10_000);
/** A text with `{{ JSONata }}` in it; a lone expression keeps its type. */
export const TemplateText = z.string().min(1).max(10_000);

export const OnTimeout = z.enum(['fail', 'continue']);

/** How many of the tasks in `after` must have ended. Outputs of those that have not are `null`. */
export const Join = z.union([
  z.enum(['all', 'any']),
  strictObject(() => ({
    count: z.union([z.enum(['all', 'any']), z.int().positive()]),
    /** Counted from the start of the group. */
    timeoutMs: z.int().positive().max(mostMs).optional(),
    /** `continue`: the task starts with what is there. Without it the task fails. */
    onTimeout: OnTimeout.optional(),
  })),
]);
export type Join = z.infer<typeof Join>;

const Bound = z.union([z.int(), TemplateText]);

/**
 * The task is done once for each item, with `item` and `index`; the output is the list of outputs, in the items' order. With
 * `batch` it is done for so many items at a time, and `item` is a list of them.
 */
export const ForEach = strictObject(() => ({
  /** A template that gives a list, a list, or the whole numbers from `from` up to `to`, both included. */
  in: z.union([
    TemplateText,
    z.array(Json),
    z.strictObject({ from: Bound, to: Bound, step: z.union([z.int().positive(), TemplateText]).optional() }),
  ]),
  /** What the item is called in expressions, if not `item`. */
  as: z
    .string()
    .regex(/^[a-zA-Z_]\w{0,63}$/, 'expected a name of letters, digits and _')
    .optional(),
  /** How many items are worked on at a time. */
  concurrency: z.int().min(1).max(1000).optional(),
  /** How many items come as one list; the last may be shorter. So what is too long for one value is summed up, filtered or written by parts. */
  batch: z.int().min(1).max(10_000).optional(),
}));
export type ForEach = z.infer<typeof ForEach>;

/**
 * The task is done again and again, with `iteration` (from 0) and `previous` (the last output); the output is the last one's.
 * Without a condition: exactly `max` times. With one that is not met in `max` times the task fails.
 */
export const Repeat = z
  .strictObject({
    /** Asked after each iteration, of its number and its output. */
    until: Expression.optional(),
    /** Asked before each iteration. */
    while: Expression.optional(),
    /** How many iterations at most. */
    max: z.int().positive().max(100_000),
  })
  .refine((repeat) => repeat.until === undefined || repeat.while === undefined, 'Give until or while, not both');
export type Repeat = z.infer<typeof Repeat>;

/** Further attempts after a failure. A worker's own `details.retryAfterMs`, of up to an hour, wins over the interval. */
export const Retry = strictObject(() => ({
  /** All of them, the first included. */
  attempts: z.int().min(1).max(100),
  /** The pause before the second attempt. */
  firstMs: z.int().min(0).max(mostMs).optional(),
  /** How much longer each pause is than the one before. */
  factor: z.number().min(1).max(100).optional(),
  /** The longest pause. */
  maxMs: z.int().min(0).max(mostMs).optional(),
  /** 0: none; 1: anything between nothing and the whole interval. */
  jitter: z.number().min(0).max(1).optional(),
  /** Failures that another attempt would not mend. */
  notOn: z.array(ErrorCode).optional(),
}));
export type Retry = z.infer<typeof Retry>;

/** What a task, or a run, may use; the names are those of `Resource`. */
export const BudgetLimits = strictObject(() => ({
  /** Time since it began. */
  wallMs: z.int().positive().max(mostMs).optional(),
  /** Attempts at actions. */
  calls: z.int().positive().optional(),
  /** Of models, as the workers that ask them report. */
  tokens: z.int().positive().optional(),
  /** US dollars, as workers report. */
  money: z.number().positive().max(1_000_000).optional(),
  /** Processor time of all calls. With it each call has a process of its own, so that it can be measured. */
  cpuMs: z.int().positive().max(mostMs).optional(),
  /** What a call may take at a time, on top of what its process takes before it. */
  memoryMb: z.int().positive().max(1_048_576).optional(),
}));
export type BudgetLimits = z.infer<typeof BudgetLimits>;

const timeLimit = {
  timeoutMs: z.int().positive().max(mostMs).optional(),
  /** `continue`: the output is `null`. Without it the task fails. */
  onTimeout: OnTimeout.optional(),
};

/** Waits of any length, over restarts. A run in which everything waits is out of memory. */
export const Wait = z.union([
  /** So long. */
  strictObject(() => ({ forMs: z.int().positive().max(mostMs), ...timeLimit })),
  /** A moment as ISO 8601 or in milliseconds since 1970. */
  strictObject(() => ({ until: TemplateText, ...timeLimit })),
  /** The next event of the log of this type for which `where` is true; `where` sees it as `event`. */
  strictObject(() => ({
    event: z.strictObject({
      type: z.string().regex(/^[a-z]+\.[a-zA-Z]+$/, 'expected a type like run.completed'),
      where: Expression.optional(),
      /** `run`: also one that came since the run began, so that nothing is missed before the wait. Without it only what comes. */
      since: z.literal('run').optional(),
    }),
    ...timeLimit,
  })),
  /** A call of the task's own address, `webhooks.<task id>.url`; the output is the request. It counts once. */
  strictObject(() => ({
    webhook: z.strictObject({
      /** Without it `POST`. */
      methods: z.array(WebhookMethod).min(1).optional(),
      /** Sees the call as `request`. One for which it is not true is refused, and the task waits on. */
      where: Expression.optional(),
      /** Without it 200 and a few words. The body may hold `{{ }}`, also over `request`. */
      respond: z.strictObject({ status: z.int().min(200).max(599).optional(), body: Json.optional() }).optional(),
    }),
    ...timeLimit,
  })),
  /** A person's word; without choices `approve` or `reject`. */
  strictObject(() => ({
    approval: z.strictObject({
      text: TemplateText,
      choices: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
    }),
    ...timeLimit,
  })),
]);
export type Wait = z.infer<typeof Wait>;

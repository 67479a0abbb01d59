import type { WorkerContext } from './context.ts';

/** A call of an action that a hook is told of. What looks like a secret in the input stands there as `[redacted]`. */
export type WatchedCall = {
  /** `worker.action` */
  ref: string;
  workerId: string;
  action: string;
  /** What the action's manifest says it does to the world. */
  risk: 'read' | 'reversible' | 'external' | 'irreversible';
  /** What the action's schema says; strangers' text may be in it. */
  input: Readonly<Record<string, unknown>>;
  runId: string;
  taskId: string;
  /** 1 for the first try. */
  attempt: number;
};

export type CallOutcome =
  | { status: 'completed'; output: unknown }
  | { status: 'failed'; error: { code: string; message: string } };

/** What was said is about to be put into fewer words, so that it fits into a model's window. Texts of it are not told. */
export type Compaction = {
  conversationId?: string;
  runId?: string;
  /** How much there is of it. */
  messages: number;
  tokens: number;
};

/** The same, and how much is left. */
export type Compacted = Compaction & { messagesAfter: number; tokensAfter: number };

/** An agent has nothing more to do, or may do no more. */
export type AgentStop = {
  runId: string;
  conversationId?: string;
  /** Its model has no more calls to make. */
  because: 'answered';
  turns: number;
  /** What it would answer. What looks like a secret stands there as `[redacted]`. */
  answer?: string;
};

export type EngineMoment = { heron: string };

/** The reason is told to the person, and the task fails with it. */
export type Veto = { veto: string };

/** A hook judges by what it is handed and by its settings; it has no files, no network and no programs. */
export type HookContext = Pick<WorkerContext, 'settings' | 'signal' | 'log' | 'now' | 'sleep'>;

type Judgement = Veto | undefined | void;

/** Called at moments of the engine, those named in the manifest. One that fails or takes too long is passed over. */
export type WorkerHooks = {
  /** Before an action is called; may refuse it. */
  before_tool_call?(call: WatchedCall, context: HookContext): Judgement | Promise<Judgement>;
  after_tool_call?(call: WatchedCall & { outcome: CallOutcome }, context: HookContext): void | Promise<void>;
  /** Before a conversation is compacted; a veto leaves it as it is. */
  before_compaction?(compaction: Compaction, context: HookContext): Judgement | Promise<Judgement>;
  after_compaction?(compacted: Compacted, context: HookContext): void | Promise<void>;
  /** Before an agent stops; after a veto it goes on, and reads the reason. Not more than a few times in a row. */
  agent_stop?(stop: AgentStop, context: HookContext): Judgement | Promise<Judgement>;
  engine_start?(moment: EngineMoment, context: HookContext): void | Promise<void>;
  engine_stop?(moment: EngineMoment, context: HookContext): void | Promise<void>;
};

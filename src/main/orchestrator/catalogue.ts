import type { AgentProfile } from '../../contract/agents.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { ActionManifest } from '../../contract/manifest.ts';
import type { PlanIssue } from '../../contract/plan.ts';
import type { PlanTemplate } from '../../contract/plan-templates.ts';

/** An action as planners and the scheduler see it: its manifest and a compiled check of its input. */
export type ActionEntry = {
  /** `worker.action` */
  ref: string;
  workerId: string;
  workerName: string;
  action: ActionManifest;
  /** Time limit of one attempt. */
  timeoutMs: number;
  /** Why the processor time and memory of a call cannot be measured; absent where they can. */
  whyUnmeasured?: string | undefined;
  /** What the person has set of the worker; absent where nothing can be set. */
  settings?: () => JsonObject;
  /** Checks an input and fills the schema's defaults in; paths are relative to the input, `''` is the input itself. */
  validateInput(input: Record<string, unknown>): PlanIssue[];
};

/** A plan with parameters that can be put into others. */
export type TemplateEntry = {
  template: PlanTemplate;
  /** As of an action. */
  validateInput(input: Record<string, unknown>): PlanIssue[];
};

/** Every action that can be called now. It changes when workers come and go. */
export type Catalogue = {
  /** Those that came with Heron first: of two that mean the same sentence, the first is taken. */
  actions(): ActionEntry[];
  action(ref: string): ActionEntry | undefined;
  /** Why the worker of an absent action cannot be called, if it is there. */
  whyAbsent?(ref: string): string | undefined;
  /** Why an agent could ask no model, or not the one it names. */
  whyNoModel?(named?: string): string | undefined;
  /** Agents that have a name. */
  profiles?(): readonly AgentProfile[];
  /** Errors: `not-found`, `invalid-plan` with what is wrong in its file. */
  template?(name: string): TemplateEntry;
};

/** What to say of an action that is not in the catalogue. */
export function absence(catalogue: Catalogue, ref: string): string {
  const why = catalogue.whyAbsent?.(ref);
  return why === undefined ? `There is no action ${ref}` : `There is no action ${ref} now. ${why}`;
}

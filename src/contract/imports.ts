import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TaskId, WorkflowId } from './ids.ts';
import { ScheduleTime } from './time/schedule-time.ts';
import { strictObject } from './strict-object.ts';
import { Workflow, WorkflowDocument, WorkflowState } from './workflows.ts';

/** Whose file it is. */
export const ForeignKind = z.enum(['n8n', 'node-red']);
export type ForeignKind = z.infer<typeof ForeignKind>;

/** What each is called on screens. */
export const foreignNames: Record<ForeignKind, string> = { n8n: 'n8n', 'node-red': 'Node-RED' };

/** Under this name a file stands in the input of the workflow that was made of it; nobody who starts a run gives another one. */
export const keptUnder: Record<ForeignKind, string> = { n8n: 'n8n', 'node-red': 'nodeRed' };

/** And under this one what a caller sent, where a Webhook node of n8n listens for it. */
export const calledWith = 'called';

/** `runs` as there; `partly`: with a difference that is told; `cannot`: it keeps its place, and a run is refused until it is replaced. */
export const NodeState = z.enum(['runs', 'partly', 'cannot']);
export type NodeState = z.infer<typeof NodeState>;

export const ImportedNode = strictObject(() => ({
  name: z.string(),
  /** As the other program calls it. */
  type: z.string(),
  taskId: TaskId.optional(),
  state: NodeState,
  why: z.string().optional(),
}));
export type ImportedNode = z.infer<typeof ImportedNode>;

export const ImportReport = strictObject(() => ({
  kind: ForeignKind,
  title: z.string(),
  nodes: z.array(ImportedNode),
  /** Nothing of a credential is in a file; these are to be entered anew. `secret` is what Heron's step asks for. */
  credentials: z.array(
    z.strictObject({ name: z.string(), type: z.string(), nodes: z.array(z.string()), secret: z.string().optional() }),
  ),
  /** What started it there. Nothing starts by itself here before somebody says so. */
  triggers: z.array(z.strictObject({ node: z.string(), text: z.string(), time: ScheduleTime.optional() })),
}));
export type ImportReport = z.infer<typeof ImportReport>;

/**
 * `exact`: it does there what it does here; `approximate`: with a difference that is told; `missing`: nothing there does it. Where such a
 * step stood is a node that does nothing.
 */
export const ExportState = z.enum(['exact', 'approximate', 'missing']);
export type ExportState = z.infer<typeof ExportState>;

/** What became of a step, of a start or of something else that a workflow says. */
export const ExportedStep = strictObject(() => ({
  name: z.string(),
  taskId: TaskId.optional(),
  /** What does it, as the other program calls it. */
  type: z.string().optional(),
  state: ExportState,
  why: z.string().optional(),
}));
export type ExportedStep = z.infer<typeof ExportedStep>;

const Looked = strictObject(() => ({ report: ImportReport, document: WorkflowDocument }));
const Made = strictObject(() => ({ report: ImportReport, workflow: Workflow }));

const Given = strictObject(() => ({ text: z.string().max(20_000_000) }));

/** A file can hold several workflows: `more` are those besides the first. */
export const imports = {
  /** Errors: `invalid-input` with where and what. */
  look: oc
    .route({ method: 'POST', path: '/imports/look', summary: 'What would become of a workflow of another program' })
    .input(Given)
    .output(Looked.extend({ more: z.array(Looked) })),
  make: oc
    .route({ method: 'POST', path: '/imports', summary: 'Make a workflow of one of another program' })
    .input(Given)
    .output(Made.extend({ more: z.array(Made) })),
  /**
   * One that came from the other program goes out as its file: `leftOut` is what was added here. Any other is written for n8n, and
   * `steps` says what became of each. Errors: `not-found`; `unsupported` for Node-RED and a workflow that did not come from there.
   */
  export: oc
    .route({ method: 'GET', path: '/imports/{workflowId}/file', summary: 'A workflow as a file of another program' })
    .input(
      strictObject(() => ({
        workflowId: WorkflowId,
        as: ForeignKind,
        state: WorkflowState.default('draft'),
      })),
    )
    .output(
      strictObject(() => ({
        name: z.string(),
        text: z.string(),
        leftOut: z.array(z.string()),
        steps: z.array(ExportedStep),
      })),
    ),
};

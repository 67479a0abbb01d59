import type { CanvasPoint } from '../../../contract/canvas.ts';
import type { WorkflowPart } from '../../../contract/workflow-run.ts';
import type { BuildActions } from './build-actions.ts';
import type { FlowEdge } from './flow-edges.ts';

export interface CanvasMenuActions {
  actions: BuildActions;
  /** Asks which step is to be added. */
  onAddAt: (at: CanvasPoint) => void;
  onInsert: (edge: FlowEdge) => void;
  onRun: (part: WorkflowPart) => void;
}

/** What the pointer is over. */
export type Over =
  | { kind: 'pane'; point: CanvasPoint }
  | { kind: 'places'; places: readonly string[] }
  | { kind: 'edge'; edge: FlowEdge };

/** `at`: of the pointer, in the window. */
export type OpenedMenu = { at: CanvasPoint; over: Over };

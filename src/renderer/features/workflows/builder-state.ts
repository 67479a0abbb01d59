import type { Failure } from '../../../contract/errors.ts';
import type { PlanCheck } from '../../../contract/plan.ts';
import type { Person } from '../../../contract/together.ts';
import type { LastOutput, WorkflowDocument, WorkflowSummary } from '../../../contract/workflows.ts';

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed';

/** What stands beside the canvas; `step`: whatever is selected. */
export type PanelView = 'step' | 'run' | 'about' | 'schedules' | 'scenarios' | 'closed';

/** Where there is room for one of them. */
export type Area = 'outline' | 'canvas' | 'panel';

export type BuilderState = {
  /** What the engine has, as far as is known here. */
  kept: WorkflowSummary;
  /** The document as it is here, and what of one's own can be taken back or done again. */
  history: { present: WorkflowDocument; canUndo: boolean; canRedo: boolean };
  /** Places of steps; notes as `note:<id>`, and so triggers and frames. */
  selection: readonly string[];
  /** A line instead, by its id. */
  edge?: string | undefined;
  view: PanelView;
  area: Area;
  /** The versions are shown instead, and what changed between them. */
  isComparing: boolean;
  saving: Saving;
  failure?: Failure | undefined;
  /** Who else has it open. */
  people: readonly Person[];
  check?: PlanCheck | undefined;
  outputs: Readonly<Record<string, LastOutput>>;
  /** The name of the scenario that it is run with, if with one. */
  scenario?: string | undefined;
  /** The last run of each scenario that was tested here. */
  tests: Readonly<Record<string, string>>;
  /** The run that is shown on the steps. */
  runId?: string | undefined;
  /** It is shown as it stood at a moment, not as it stands now. */
  isBack: boolean;
};

import type { Task } from '../../../contract/plan-task.ts';

/** What every form of a step is handed. */
export interface StepFormProps {
  place: string;
  task: Task;
  /** By field below the step: `input.path`. */
  errorOf: (field: string) => string | undefined;
  onChange: (change: (task: Task) => Task, field: string) => void;
}

import type { Json } from '../../../../contract/json.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import type { BuilderState } from '../builder-state.ts';
import type { Catalogue } from '../catalogue.ts';
import { taskAt } from '../document/place.ts';
import { namesInScope } from '../document/scope.ts';
import { mappedFrom, outputPorts } from '../ports.ts';
import { titleOfStep } from '../steps.ts';
import type { Scope } from './completions.ts';

type Outputs = BuilderState['outputs'];

/** What the expressions of a step can name, with what each was last time. */
export function scopeOf(document: WorkflowDocument, place: string, catalogue: Catalogue, outputs: Outputs): Scope {
  const { steps, names } = namesInScope(document, place);
  const valueOf = (name: string): Json | undefined => {
    if (name.startsWith('input.')) return document.input?.[name.slice('input.'.length)];
    return name === 'index' || name === 'iteration' ? 0 : itemOf(document, place, name, outputs);
  };
  return {
    steps: steps.map((task) => ({
      id: task.id,
      title: titleOfStep(task, catalogue),
      fields: outputPorts(task, catalogue).flatMap(({ path }) => (path === '' ? [] : [path])),
      output: outputs[task.id]?.output,
    })),
    names: names.map((name) => ({ name, value: valueOf(name) })),
  };
}

/** The first of the list that a step goes over, where that is what another step gives. */
function itemOf(document: WorkflowDocument, place: string, name: string, outputs: Outputs): Json | undefined {
  const forEach = taskAt(document, place)?.forEach;
  if (!forEach || name !== (forEach.as ?? 'item')) return undefined;
  const from = mappedFrom(forEach.in);
  const list = Array.isArray(forEach.in) ? forEach.in : from && fieldAt(outputs[from.taskId]?.output, from.path);
  if (!Array.isArray(list)) return undefined;
  return forEach.batch === undefined ? list[0] : list.slice(0, forEach.batch);
}

function fieldAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  return path.split('.').reduce<Json | undefined>((now, field) => {
    return typeof now === 'object' && now !== null && !Array.isArray(now) ? now[field] : undefined;
  }, value);
}

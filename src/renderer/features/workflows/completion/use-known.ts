import { useMemo } from 'react';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { namesInScope } from '../document/scope.ts';
import { outputPorts } from '../ports.ts';
import { titleOfStep } from '../steps.ts';
import type { Known } from './complete.ts';

/** What the expressions of a step can name; nothing as long as nobody asks. */
export function useKnown(place: string, isAsked: boolean): Known | undefined {
  const { catalogue } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const outputs = useBuilderState((state) => state.outputs);
  return useMemo(() => {
    if (!isAsked) return undefined;
    const { steps, names } = namesInScope(document, place);
    return {
      names,
      input: document.input,
      steps: steps.map((task) => ({
        ...{ id: task.id, title: titleOfStep(task, catalogue), output: outputs[task.id]?.output },
        fields: outputPorts(task, catalogue).flatMap(({ path }) => (path === '' ? [] : [path])),
      })),
    };
  }, [isAsked, document, place, catalogue, outputs]);
}

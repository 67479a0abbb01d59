import { useMemo } from 'react';
import { overlap, type Schema } from '../../../contract/schema-types.ts';
import type { MenuItem } from '../../ui/menu.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { namesInScope } from './document/scope.ts';
import { expressionOf, outputPorts } from './ports.ts';
import { titleOfStep } from './steps.ts';
import { t } from '../../../words/words.ts';

type InsertGroup = { heading: string; items: MenuItem[] };

/** What a field can be given of other steps, with what that was last time; what cannot suit it is left out. */
export function useInsertGroups(place: string, schema: Schema, onInsert: (expression: string) => void): InsertGroup[] {
  const { catalogue } = useBuilderParts();
  const document = useBuilderState(({ history }) => history.present);
  const outputs = useBuilderState((state) => state.outputs);
  return useMemo(() => {
    const { steps, names } = namesInScope(document, place);
    const fromSteps = steps.map((task) => ({
      heading: titleOfStep(task, catalogue),
      items: outputPorts(task, catalogue)
        .filter((port) => overlap(port.schema, schema))
        .map(({ path }) => ({
          label: path === '' ? t('All of it') : path,
          hint: lastValue(outputs[task.id]?.output, path),
          onSelect: () => onInsert(expressionOf(task.id, path)),
        })),
    }));
    const named = names.map((name) => ({ label: name, onSelect: () => onInsert(`{{ ${name} }}`) }));
    const groups: InsertGroup[] = [...fromSteps, { heading: t('Here'), items: named }];
    return groups.filter(({ items }) => items.length > 0);
  }, [document, place, catalogue, outputs, schema, onInsert]);
}

function lastValue(output: unknown, path: string): string {
  const value = path === '' ? undefined : (output as Record<string, unknown> | null | undefined)?.[path];
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

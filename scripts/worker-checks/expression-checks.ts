import type { ActionManifest } from '../../src/contract/manifest.ts';
import { eachAction, type WorkerCheck } from './check.ts';
import { readExpressions } from './template-names.ts';

type Rule = { place: string; text: string; names: string[] };

/** Expressions in `needs`, `defaults` and `says` parse, and speak of fields and functions that exist. */
export const expressionsMakeSense: WorkerCheck = eachAction(async (action, complain, { settings }) => {
  for (const { place, text, names } of [...inputRules(action), sayingRule(action)]) {
    const isDefault = place.startsWith('defaults.');
    const found = await readExpressions(text, isDefault);
    const known = isDefault && settings ? [...names, 'settings'] : names;
    if (found.problem) complain(place, found.problem);
    for (const name of found.names) if (!known.includes(name)) complain(place, `there is no field ${name}`);
    for (const name of isDefault ? found.below('settings') : [])
      if (!(name in (settings?.properties ?? {}))) complain(place, `the settings have no field ${name}`);
    for (const name of found.unknownFunctions) complain(place, `there is no function $${name}`);
  }
});

export const sayingNamesFields: WorkerCheck = eachAction(async (action, complain) => {
  const { below } = await readExpressions(action.says);
  for (const side of ['input', 'output'] as const) {
    for (const field of below(side)) {
      if (!(field in action[side].properties)) complain('says', `the ${side} has no field ${field}`);
    }
  }
});

export const defaultsFillInputFields: WorkerCheck = eachAction(({ defaults, input }, complain) => {
  for (const field of Object.keys(defaults)) {
    if (!(field in input.properties)) complain(`defaults.${field}`, `the input has no field ${field}`);
    if (input.required?.includes(field)) complain(`defaults.${field}`, 'is required, so it is never absent');
  }
});

function inputRules({ needs, defaults, input }: ActionManifest): Rule[] {
  const names = Object.keys(input.properties);
  return [
    ...needs.flatMap((need, index) =>
      (['target', 'detail', 'args', 'input', 'folder'] as const).map((field) => ({
        place: `needs.${index}.${field}`,
        text: need[field] ?? '',
        names,
      })),
    ),
    ...Object.entries(defaults).map(([field, text]) => ({ place: `defaults.${field}`, text, names })),
  ];
}

function sayingRule({ says }: ActionManifest): Rule {
  return { place: 'says', text: says, names: ['input', 'output'] };
}

import { inputName, literalsOf, type PlanLiteral } from '../../../contract/plan-literals.ts';
import type { Plan } from '../../../contract/plan.ts';
import type { TemplateInput } from '../../../contract/plan-templates.ts';
import { t } from '../../../words/words.ts';

/** A literal of the plan as the form shows it. */
export type InputDraft = PlanLiteral & { name: string; isChosen: boolean };

export type TemplateDraft = { name: string; title: string; description: string; inputs: InputDraft[] };

export type DraftFaults = { name?: string; title?: string; description?: string; inputs?: string };

/** Files and folders are what changes most often from one time to the next, so they are inputs at first. */
export function draftOf(plan: Plan): TemplateDraft {
  const taken = new Set<string>();
  const inputs = literalsOf(plan).map((literal) => {
    const name = inputName(literal.field, taken);
    taken.add(name);
    return {
      ...literal,
      name,
      isChosen: typeof literal.value === 'string' && /^(\/|[a-zA-Z]:[\\/])/.test(literal.value),
    };
  });
  return { name: templateName(plan.title), title: plan.title, description: '', inputs };
}

/** "Zip my docs!" becomes `zip-my-docs`. */
export function templateName(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain.slice(0, 48).replace(/-+$/, '');
}

export function faultsOf({ name, title, description, inputs }: TemplateDraft): DraftFaults {
  const chosen = inputs.filter(({ isChosen }) => isChosen);
  const names = chosen.map((input) => input.name);
  const wrong = names.find((each) => !/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/.test(each));
  const double = names.find((each, index) => names.indexOf(each) !== index);
  return {
    ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 64
      ? {}
      : { name: t('Lower-case words with - between them, like zip-my-docs') }),
    ...(title.trim() === '' ? { title: t('Enter a title') } : {}),
    ...(description.trim() === '' ? { description: t('Say what it does, so that you find it again') } : {}),
    ...(wrong === undefined ? {} : { inputs: `“${wrong}” is no name for an input: letters, digits and _` }),
    ...(double === undefined ? {} : { inputs: t('Two inputs are called {{double}}', { double }) }),
  };
}

export function chosenInputs({ inputs }: TemplateDraft): TemplateInput[] {
  return inputs.filter(({ isChosen }) => isChosen).map(({ at, name }) => ({ at, name }));
}

import type { Json } from '../../../../contract/json.ts';
import type { Scenario } from '../../../../contract/scenarios.ts';
import type { WorkflowDocument } from '../../../../contract/workflows.ts';
import { t } from '../../../../words/words.ts';

const usualName = () => t('Usual');

export function scenarioNamed({ scenarios }: WorkflowDocument, name: string | undefined): Scenario | undefined {
  return scenarios?.find((scenario) => scenario.name === name);
}

/** A name that no scenario has yet. */
export function freeScenarioName({ scenarios = [] }: WorkflowDocument): string {
  const taken = new Set(scenarios.map(({ name }) => name));
  if (!taken.has(usualName())) return usualName();
  let number = 2;
  const named = (): string => t('Scenario {{number}}', { number });
  while (taken.has(named())) number += 1;
  return named();
}

/** The document with one scenario changed, which is made where it is not there. */
export function withScenario(
  document: WorkflowDocument,
  name: string,
  change: (scenario: Scenario) => Scenario,
): WorkflowDocument {
  const { scenarios = [] } = document;
  const isThere = scenarios.some((each) => each.name === name);
  const all = isThere ? scenarios : [...scenarios, { name }];
  return { ...document, scenarios: all.map((each) => (each.name === name ? tidied(change(each)) : each)) };
}

/** What a step gives in a scenario without being done; without a value it is done again. */
export function pin(document: WorkflowDocument, name: string, id: string, output: Json | undefined): WorkflowDocument {
  return withScenario(document, name, (scenario) => {
    // What is not done cannot be compared.
    const expected = output === undefined ? scenario.expected : without(scenario.expected, id);
    return { ...scenario, pins: withMember(scenario.pins, id, output), expected };
  });
}

/** What a step is to give in a scenario; without a value it may give anything. */
export function expectOutput(
  document: WorkflowDocument,
  name: string,
  id: string,
  output: Json | undefined,
): WorkflowDocument {
  return withScenario(document, name, (scenario) => {
    const pins = output === undefined ? scenario.pins : without(scenario.pins, id);
    return { ...scenario, pins, expected: withMember(scenario.expected, id, output) };
  });
}

/** Undefined where another one is called so. */
export function renameScenario(document: WorkflowDocument, name: string, next: string): WorkflowDocument | undefined {
  if (next === name) return document;
  if (next === '' || next.length > 100 || scenarioNamed(document, next)) return undefined;
  return withScenario(document, name, (scenario) => ({ ...scenario, name: next }));
}

export function removeScenario(document: WorkflowDocument, name: string): WorkflowDocument {
  const { scenarios = [], ...rest } = document;
  const left = scenarios.filter((scenario) => scenario.name !== name);
  return left.length > 0 ? { ...rest, scenarios: left } : rest;
}

/** A step that is called otherwise is so in all scenarios. */
export function withRenamedPins(document: WorkflowDocument, old: string, id: string): WorkflowDocument {
  return eachRecord(document, (name) => (name === old ? id : name));
}

/** Of steps that are no longer the workflow's own. */
export function withoutLostPins(document: WorkflowDocument): WorkflowDocument {
  const ids = new Set(document.tasks.map(({ id }) => id));
  return eachRecord(document, (name) => (ids.has(name) ? name : undefined));
}

function eachRecord(document: WorkflowDocument, nameOf: (name: string) => string | undefined): WorkflowDocument {
  const { scenarios } = document;
  if (!scenarios) return document;
  const read = (record: Record<string, Json> | undefined) =>
    record &&
    Object.fromEntries(
      Object.entries(record).flatMap(([name, value]) => {
        const next = nameOf(name);
        return next === undefined ? [] : [[next, value] as const];
      }),
    );
  const all = scenarios.map((each) => tidied({ ...each, pins: read(each.pins), expected: read(each.expected) }));
  return JSON.stringify(all) === JSON.stringify(scenarios) ? document : { ...document, scenarios: all };
}

function withMember(record: Record<string, Json> = {}, id: string, value: Json | undefined): Record<string, Json> {
  const { [id]: _, ...others } = record;
  return value === undefined ? others : { ...others, [id]: value };
}

function without(record: Record<string, Json> | undefined, id: string): Record<string, Json> | undefined {
  return record && withMember(record, id, undefined);
}

type Loose = { [Name in keyof Scenario]: Scenario[Name] | undefined } & { name: string };

/** What is empty is not written down. */
function tidied({ name, input, pins, expected }: Loose): Scenario {
  return {
    name,
    ...(input && Object.keys(input).length > 0 ? { input } : {}),
    ...(pins && Object.keys(pins).length > 0 ? { pins } : {}),
    ...(expected && Object.keys(expected).length > 0 ? { expected } : {}),
  };
}

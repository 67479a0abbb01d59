import type { ActionManifest, Phrase } from '../../src/contract/manifest.ts';
import { parsePhrase, slotsOf } from '../../src/main/features/plans/rules/phrase-pattern.ts';
import { eachAction, inManifest, type TreeCheck, type WorkerCheck } from './check.ts';
import { valueProblem } from './schema-checks.ts';

export const phrasesCanBeRead: WorkerCheck = eachAction(({ phrases }, complain) => {
  if (phrases.length === 0) complain('phrases', 'nobody can ask for it without a model: there is none');
  phrases.forEach((phrase, index) => {
    try {
      parsePhrase(textOf(phrase));
    } catch (error) {
      complain(`phrases.${index}`, error instanceof Error ? error.message : String(error));
    }
  });
});

export const slotsAreInputFields: WorkerCheck = eachAction((action, complain) => {
  forEachReadable(action, (phrase, place) => {
    for (const slot of [...slotsIn(phrase), ...Object.keys(fixedInput(phrase))]) {
      if (!(slot in action.input.properties)) complain(place, `the input has no field ${slot}`);
    }
  });
});

export const phrasesFillWhatIsRequired: WorkerCheck = eachAction((action, complain) => {
  const { required = [], properties } = action.input;
  const needed = required.filter((field) => !('default' in (properties[field] ?? {})) && !(field in action.defaults));
  forEachReadable(action, (phrase, place) => {
    const filled = new Set([...slotsIn(phrase), ...Object.keys(fixedInput(phrase))]);
    for (const field of needed) if (!filled.has(field)) complain(place, `does not say ${field}, which is required`);
  });
});

export const fixedInputFits: WorkerCheck = eachAction((action, complain) => {
  action.phrases.forEach((phrase, index) => {
    for (const [field, value] of Object.entries(fixedInput(phrase))) {
      const schema = action.input.properties[field];
      const problem = schema && valueProblem(schema, value);
      if (problem) complain(`phrases.${index}.input.${field}`, problem);
    }
  });
});

/** A sentence that two actions claim would go to either by accident. */
export const phrasesAreUnique: TreeCheck = (workers) => {
  const places = new Map<string, string>();
  return workers.flatMap((worker) =>
    Object.entries(worker.manifest.actions).flatMap(([action, { phrases }]) =>
      phrases.flatMap((phrase, index) => {
        const text = textOf(phrase);
        const known = places.get(text);
        places.set(text, known ?? `${worker.name}.${action}`);
        return known ? [inManifest(worker, `actions.${action}.phrases.${index}`, `${known} has the same phrase`)] : [];
      }),
    ),
  );
};

function forEachReadable(action: ActionManifest, visit: (phrase: Phrase, place: string) => void): void {
  action.phrases.forEach((phrase, index) => {
    if (canBeRead(phrase)) visit(phrase, `phrases.${index}`);
  });
}

function canBeRead(phrase: Phrase): boolean {
  try {
    return Boolean(parsePhrase(textOf(phrase)));
  } catch {
    return false;
  }
}

function slotsIn(phrase: Phrase): string[] {
  return slotsOf(parsePhrase(textOf(phrase)));
}

function textOf(phrase: Phrase): string {
  return typeof phrase === 'string' ? phrase : phrase.text;
}

function fixedInput(phrase: Phrase): Record<string, unknown> {
  return typeof phrase === 'string' ? {} : phrase.input;
}

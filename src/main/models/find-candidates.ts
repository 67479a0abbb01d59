import type { ModelRecord } from '../../contract/models.ts';
import { HeronError } from '../base/errors.ts';
import type { FindCandidates, ModelCandidate, ModelRequest } from './model-client.ts';
import { recordOf } from './model-records.ts';
import { type ModelSetup, routeOf, usedModels } from './model-setup.ts';
import { placeOf, resolveName } from './resolve-name.ts';
import { byStanding, type Standings } from './standing.ts';

export type RoutingParts = {
  setup: () => ModelSetup;
  standings: Standings;
  candidate: (model: string, account: string) => ModelCandidate;
};

/** Who could answer: by the name that is asked for, else by the rule of the purpose, then all others that are in use. */
export function createFindCandidates(parts: RoutingParts): FindCandidates {
  return async (request) => {
    const setup = parts.setup();
    if (usedModels(setup).length === 0) throw new HeronError('unsupported', 'No model is set up');
    const ordered = orderedModels(setup, parts.standings, request.choice);
    if (ordered.length === 0)
      throw new HeronError('unsupported', 'No small model is set up that could say where a sentence goes');
    const fitting = ordered.filter((model) => lacks(request, recordOf(setup, model)) === undefined);
    if (fitting.length === 0) throw nothingFits(request, setup, ordered);
    return fitting.flatMap((model) => {
      const accounts = placeOf(setup, model)?.provider.accounts ?? [];
      return accounts.map((account) => parts.candidate(model, account));
    });
  };
}

/** Every model that may be asked, the first choice first. Equals go by how they did lately. Errors: `not-found`. */
export function orderedModels(setup: ModelSetup, standings: Standings, choice: ModelRequest['choice']): string[] {
  const better = byStanding(standings);
  if ('named' in choice) return resolveName(setup, choice.named).toSorted(better);
  if (setup.decided !== undefined) return [setup.decided];
  const ruled = routeOf(setup, choice.purpose).flatMap((name) => {
    // The usual rules name aliases that nobody has filled.
    const meant = setup.aliases[name] ?? (placeOf(setup, name) ? [name] : []);
    return meant.toSorted(better);
  });
  // To find out where a sentence goes nobody else is asked: that would cost more than it saves.
  const rest = choice.purpose === 'route' ? [] : usedModels(setup).toSorted(better);
  const there = [...ruled, ...rest].filter((model) => placeOf(setup, model));
  return [...new Set(there)];
}

type Need = 'tools' | 'vision';

/** What a request needs and a model has not. */
function lacks({ tools = [], messages }: ModelRequest, record: ModelRecord): Need | undefined {
  if (tools.length > 0 && !record.tools) return 'tools';
  const isShown = messages.some(
    (message) =>
      message.role === 'user' &&
      typeof message.content !== 'string' &&
      message.content.some(({ type }) => type === 'image'),
  );
  return isShown && !record.vision ? 'vision' : undefined;
}

const abilities: Record<Need, string> = { tools: 'calls tools', vision: 'sees pictures' };

function nothingFits(request: ModelRequest, setup: ModelSetup, models: readonly string[]): HeronError {
  const [first = ''] = models;
  const need = lacks(request, recordOf(setup, first)) ?? 'tools';
  const who = models.length === 1 ? `${first} is no model that` : `None of ${models.join(', ')} is a model that`;
  return new HeronError('unsupported', `${who} ${abilities[need]}; Settings → Models says what each can do`, {
    need,
    models,
  });
}

import { type FoundServer, usualServers } from '../../../contract/models.ts';
import { fetchModelNames } from './fetch-model-names.ts';

/** Addresses to look at instead of the usual ones, with commas between them. */
const variable = 'HERON_MODEL_SERVERS';

/** The servers of models that answer on this machine. Those that do not are no error. */
export async function findServers(environment: NodeJS.ProcessEnv, timeLimitMs: number): Promise<FoundServer[]> {
  const answers = await Promise.all(
    serversOf(environment).map(async ({ name, baseUrl }) => {
      const models = await fetchModelNames({ baseUrl, apiKey: undefined, timeLimitMs }).catch(() => undefined);
      return models ? [{ name, baseUrl, models }] : [];
    }),
  );
  return answers.flat();
}

function serversOf(environment: NodeJS.ProcessEnv): readonly Omit<FoundServer, 'models'>[] {
  const named = environment[variable];
  if (named === undefined) return usualServers;
  return named
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .map((baseUrl) => ({ name: 'Model server', baseUrl }));
}

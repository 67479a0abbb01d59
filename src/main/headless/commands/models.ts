import { providerKinds, type ProviderKind } from '../../../contract/model-providers.ts';
import {
  type ModelProvider,
  type ModelPurpose,
  type ModelsOverview,
  type OptionValues,
  type UsageWindow,
  type UsedModel,
  windowText,
} from '../../../contract/models.ts';
import { sortedText } from '../../../contract/routing.ts';
import { printable, printableLine } from '../../base/printable.ts';
import { exitCode } from '../exit-code.ts';
import { tableLines, timeText } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandParts, withEngine } from './command.ts';

export type AddOptions = {
  kind?: ProviderKind;
  url?: string;
  model: string[];
  option: OptionValues;
  account: string;
  key?: boolean;
};

const quiet = { resumesRuns: false };

/** `heron models list`: never a key. */
export function listModels({ terminal, openEngine }: CommandParts, { json }: { json?: boolean }): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    const overview = await client.models.overview({});
    if (json) terminal.out(JSON.stringify(overview));
    else writeOverview(terminal, overview);
    return exitCode.completed;
  });
}

/** `heron models add <provider>`: what is given is added to what there is. */
export function addProvider(
  { terminal, openEngine }: CommandParts,
  providerId: string,
  options: AddOptions,
): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    const { providers } = await client.models.overview({});
    const before = providers.find(({ id }) => id === providerId);
    const kind = options.kind ?? before?.kind ?? providerKinds.find((one) => one === providerId);
    if (!kind)
      throw new UsageError(`${providerId} is no provider yet; say which with --kind: ${providerKinds.join(', ')}`);
    const apiKey = options.key
      ? await readKey(terminal, `Key of ${providerId}, account ${options.account} (not shown): `)
      : undefined;
    await client.models.keepProvider({
      ...{ providerId, kind },
      ...(options.url === undefined ? {} : { baseUrl: options.url }),
      ...(Object.keys(options.option).length === 0 ? {} : { options: { ...before?.options, ...options.option } }),
      models: [...(before?.models ?? []), ...options.model],
    });
    if (apiKey !== undefined || options.account !== 'main') {
      await client.models.keepAccount({
        providerId,
        accountId: options.account,
        ...(apiKey === undefined ? {} : { apiKey }),
      });
    }
    terminal.err(`${providerId} is ${before ? 'changed' : 'added'}`);
    return exitCode.completed;
  });
}

/** `heron models remove <provider>` */
export function removeProvider(
  { terminal, openEngine }: CommandParts,
  providerId: string,
  { account }: { account?: string },
): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    if (account === undefined) await client.models.removeProvider({ providerId });
    else await client.models.removeAccount({ providerId, accountId: account });
    terminal.err(
      account === undefined
        ? `${providerId} is removed, with its keys`
        : `Account ${account} of ${providerId} is removed`,
    );
    return exitCode.completed;
  });
}

/** `heron models test <model>` */
export function testModel(
  { terminal, openEngine }: CommandParts,
  model: string,
  { account }: { account?: string },
): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    const tried = await client.models.try({ model, ...(account === undefined ? {} : { accountId: account }) });
    terminal.out(printableLine(tried.text));
    terminal.err(printable(`${tried.model} answered in ${(tried.tookMs / 1000).toFixed(1)} s`));
    return exitCode.completed;
  });
}

/** `heron models alias <alias> [models…]` */
export function keepAlias({ terminal, openEngine }: CommandParts, alias: string, models: string[]): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    await client.models.keepAlias({ alias, models });
    terminal.err(models.length === 0 ? `${alias} is removed` : printable(`${alias} stands for ${models.join(', ')}`));
    return exitCode.completed;
  });
}

/** `heron models route <purpose> [models…]` */
export function keepRoute(
  { terminal, openEngine }: CommandParts,
  purpose: ModelPurpose,
  models: string[],
): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    await client.models.keepRoute({ purpose, models });
    const { routes } = await client.models.overview({});
    const route = routes.find((one) => one.purpose === purpose);
    terminal.err(
      printable(`${purpose} uses ${route?.models.join(', then ')}${route?.first ? `; now ${route.first}` : ''}`),
    );
    return exitCode.completed;
  });
}

/** `heron models sort [--forget] <sentence>` */
export function sortSentence(
  { terminal, openEngine }: CommandParts,
  text: string,
  { json, forget }: { json?: boolean; forget?: boolean },
): Promise<number> {
  return withEngine(openEngine, quiet, async (client) => {
    if (forget) {
      const { isForgotten } = await client.models.forgetSorted({ text });
      terminal.err(isForgotten ? 'What was said of it is forgotten' : 'Nothing was kept of this sentence');
    }
    const sorted = await client.models.sort({ text });
    if (json) terminal.out(JSON.stringify(sorted));
    else terminal.out(printableLine(`${sorted.model ?? 'no model is set up'}: ${sortedText(sorted)}`));
    return exitCode.completed;
  });
}

function writeOverview(
  { out, err }: Terminal,
  { providers, models, aliases, routes, windows, decidedBy }: ModelsOverview,
): void {
  if (decidedBy !== undefined) err(`${decidedBy} in the environment decides which model is used`);
  if (providers.length === 0) return err('No model is set up; the rules plan. heron models add <provider> adds one');
  const block = (title: string, rows: string[][]): void => {
    if (rows.length === 0) return;
    out(`${title}:`);
    for (const line of tableLines(rows.map((row) => row.map(printableLine)))) out(`  ${line}`);
  };
  block('Providers', providers.map(providerRow));
  block('Models', models.map(modelRow));
  block('Left at providers', windows.map(windowRow));
  block(
    'Aliases',
    aliases.map(({ alias, models: names }) => [alias, names.join(', ')]),
  );
  block(
    'Rules',
    routes.map(({ purpose, models: names, first }) => [purpose, names.join(', then '), first ? `now ${first}` : '']),
  );
}

function providerRow({ id, kind, baseUrl, accounts }: ModelProvider): string[] {
  return [
    id,
    kind,
    baseUrl,
    accounts.map((account) => `${account.id} (${account.hasKey ? 'key kept' : 'no key'})`).join(', '),
  ];
}

function windowRow(window: UsageWindow): string[] {
  const { providerId, accountId, resetsAt, at } = window;
  const until = resetsAt === undefined ? '' : `until ${timeText(resetsAt)}`;
  return [`${providerId} (${accountId})`, windowText(window), until, `said ${timeText(at)}`];
}

function modelRow({ name, record, standing }: UsedModel): string[] {
  const { context, tools, vision, price } = record;
  return [
    name,
    context === undefined ? '' : `${Math.round(context / 1000)}k`,
    [tools && 'tools', vision && 'vision'].filter(Boolean).join(', '),
    price ? `$${price.input} in, $${price.output} out` : '',
    standing
      ? `${Math.round(standing.success * 100)} % answered, ${(standing.firstPartMs / 1000).toFixed(1)} s to begin`
      : '',
  ];
}

async function readKey(terminal: Terminal, question: string): Promise<string> {
  const key = terminal.isAttended
    ? await terminal.askHidden(question, terminal.outputClosed)
    : (await terminal.readInput()).split(/\r?\n/, 1)[0];
  if (!key) throw new UsageError('No key was entered; nothing was changed');
  return key;
}

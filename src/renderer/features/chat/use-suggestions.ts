import { AtSign, Blocks, File, Folder, SlidersHorizontal } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { Manifest } from '../../../contract/manifest.ts';
import type { Command } from '../../app/commands.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import type { Suggestion } from '../../ui/suggestion-list.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { neededWords } from '../templates/run-arguments.ts';
import { type ComposerToken, isPathLike, mentionText } from './composer-token.ts';

/** What stands there once it is taken; `isSent`: nothing is left to write. */
export type Finished = { text: string; isSent?: true };
export type Offer = Suggestion & { finish: () => Finished | Promise<Finished> };

const mostOffers = 40;
const nothing: never[] = [];

/** What could stand at the caret, the best first. */
export function useSuggestions(token: ComposerToken | undefined, commands: readonly Command[]): Offer[] {
  const manifests = useManifests();
  const templates = useTemplates(token?.kind === 'argument' && token.word === 'run');
  const paths = usePaths(token?.kind === 'mention' ? token.query : undefined);
  return useMemo(() => {
    if (!token) return [];
    if (token.kind === 'command') return commandOffers(token.query, commands);
    if (token.kind === 'mention') return [...mentionOffers(token.query, manifests), ...paths].slice(0, mostOffers);
    if (token.word === 'run') return matching(token.query, templates);
    const command = commands.find(({ word }) => word === token.word);
    return matching(
      token.query,
      (command?.argument?.options ?? []).map((option) => ({
        ...{ id: option, label: option, icon: SlidersHorizontal },
        finish: () => ({ text: option, isSent: true }),
      })),
    );
  }, [token, commands, manifests, templates, paths]);
}

function commandOffers(query: string, commands: readonly Command[]): Offer[] {
  const offers = commands.map(({ word, label, hint, icon, argument, keywords = [] }) => ({
    ...{ id: word, label: `/${word}`, icon, keywords: [label, ...keywords] },
    hint: [label, hint, argument && `[${argument.words}]`].filter(Boolean).join(' '),
    finish: (): Finished => (argument ? { text: `/${word} ` } : { text: `/${word}`, isSent: true }),
  }));
  return matching(query, offers);
}

/** By the beginning of the word, then by a part of it, then by other words for it. */
function matching<One extends Offer & { keywords?: string[] }>(query: string, offers: One[]): Offer[] {
  const wanted = query.toLowerCase();
  const rankOf = ({ id, keywords = [] }: One): number => {
    const at = id.toLowerCase().indexOf(wanted);
    if (at >= 0) return Math.min(at, 1);
    return keywords.some((each) => each.toLowerCase().includes(wanted)) ? 2 : 3;
  };
  return [0, 1, 2].flatMap((rank) => offers.filter((offer) => rankOf(offer) === rank));
}

function mentionOffers(query: string, manifests: Manifest[]): Offer[] {
  if (isPathLike(query)) return [];
  const wanted = query.toLowerCase();
  const offer = (id: string, hint: string, icon: Offer['icon']): Offer => ({
    ...{ id, label: `@${id}`, hint },
    ...(icon ? { icon } : {}),
    finish: () => ({ text: `${mentionText(id)} ` }),
  });
  const workers = manifests
    .filter(({ id, name }) => id.startsWith(wanted) || name.toLowerCase().includes(wanted))
    .map(({ id, name, description }) => offer(id, `${name}: ${description}`, Blocks));
  if (wanted === '') return workers;
  const actions = manifests.flatMap(({ id, actions: own }) =>
    Object.entries(own)
      .filter(([name, { title }]) => `${id}.${name} ${title.toLowerCase()}`.includes(wanted))
      .map(([name, { title }]) => offer(`${id}.${name}`, title, AtSign)),
  );
  return [...workers, ...actions];
}

/** In folders that were allowed or used; nothing typed gives those. */
function usePaths(query: string | undefined): Offer[] {
  const { engine } = useHeron();
  const asked = query === '' || (query !== undefined && isPathLike(query)) ? query : undefined;
  const load = useCallback(
    async () => (asked === undefined ? [] : engine.client.files.complete({ path: asked })),
    [engine, asked],
  );
  const { data = nothing } = useQuery(engine.state, load);
  return useMemo(
    () =>
      data.map(({ path, isFolder }) => ({
        ...{ id: path, label: path, icon: isFolder ? Folder : File, isMono: true },
        // A folder may be only the way to what is in it.
        finish: () => ({ text: isFolder ? openFolder(path) : `${mentionText(path)} ` }),
      })),
    [data],
  );
}

/** Without the closing quote, so that one can write on. */
function openFolder(path: string): string {
  return path.includes(' ') ? `@"${path}/` : `@${path}/`;
}

function useTemplates(isWanted: boolean): Offer[] {
  const { engine } = useHeron();
  const load = useCallback(async () => (isWanted ? engine.client.templates.list() : []), [engine, isWanted]);
  const { data = nothing } = useQuery(engine.state, load);
  return useMemo(
    () =>
      data
        .filter(({ issues }) => issues.length === 0)
        .map(({ name, title }) => ({
          ...{ id: name, label: name, hint: title, icon: SlidersHorizontal },
          finish: async () => {
            const { template } = await engine.client.templates.get({ name });
            const words = template ? neededWords(template) : '';
            return { text: `${name} ${words}` };
          },
        })),
    [data, engine],
  );
}

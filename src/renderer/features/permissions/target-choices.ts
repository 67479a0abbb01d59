import { type ReachParts, reachParts } from '../../../contract/grant-words.ts';
import type { PermissionNeed } from '../../../contract/permission-need.ts';
import type { GrantChoice } from '../../../contract/permissions.ts';
import { t } from '../../../words/words.ts';

/** What of a need can be allowed. */
export type TargetChoice = {
  id: string;
  /** What it takes in, whole. */
  reach: ReachParts;
  hint: string;
  choice: Pick<GrantChoice, 'target' | 'match' | 'args'>;
};

/** From the narrowest to the widest; the first that is `asked` is what was asked. */
export function targetChoices(need: PermissionNeed): TargetChoice[] {
  switch (need.capability) {
    case 'files.read':
    case 'files.write':
      return pathChoices(need);
    case 'net':
      return hostChoices(need);
    case 'shell':
      return programChoices(need);
    default:
      return [asked(need, {})];
  }
}

/** What a plain yes allows. */
export function askedReach(need: PermissionNeed): ReachParts {
  const choice = targetChoices(need).find(({ id }) => id === 'asked');
  return choice?.reach ?? { before: '', target: need.target, after: '' };
}

function asked(need: PermissionNeed, choice: TargetChoice['choice']): TargetChoice {
  return { id: 'asked', reach: reachOf(need, choice), hint: t('What was asked'), choice };
}

function reachOf({ capability, target, exact, detail }: PermissionNeed, choice: TargetChoice['choice']): ReachParts {
  const { match = 'exact', args } = choice;
  return reachParts({
    capability,
    target: choice.target ?? target,
    match,
    ...(args ? { args } : {}),
    ...(exact ? { detail } : {}),
  });
}

function pathChoices(need: PermissionNeed): TargetChoice[] {
  const { target, exact } = need;
  if (exact) return [asked(need, { match: 'exact' })];
  const offer = (id: string, hint: string, choice: TargetChoice['choice']): TargetChoice => ({
    ...{ id, hint, choice },
    reach: reachOf(need, choice),
  });
  const choices =
    need.kind === 'file'
      ? [asked(need, { match: 'exact' })]
      : [offer('exact', t('Narrower: the path itself'), { match: 'exact' }), asked(need, { match: 'below' })];
  const { folder, ending, separator } = partsOf(target);
  if (folder !== '' && ending !== '' && !/[*?]/.test(folder)) {
    const pattern = `${folder}${separator}*${ending}`;
    choices.push(offer('kind', t('Wider: files of this kind in its folder'), { target: pattern, match: 'pattern' }));
  }
  // A folder right below the root is too much to offer in passing.
  const isDeep = /[/\\][^/\\]+[/\\][^/\\]/.test(folder);
  if (isDeep) choices.push(offer('folder', t('Wider: its whole folder'), { target: folder, match: 'below' }));
  return choices;
}

function partsOf(path: string): { folder: string; ending: string; separator: string } {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const folder = path.slice(0, end);
  const ending = /[^./\\](\.[A-Za-z0-9]{1,8})$/.exec(path)?.[1] ?? '';
  return { folder, ending, separator: path.charAt(end) };
}

function hostChoices(need: PermissionNeed): TargetChoice[] {
  const choice = { match: 'exact' } as const;
  const domain = domainOf(need.target);
  if (domain === undefined) return [asked(need, choice)];
  const wider = { target: `*.${domain}`, match: 'pattern' } as const;
  return [
    asked(need, choice),
    { id: 'domain', reach: reachOf(need, wider), hint: t('Wider: all of its domain'), choice: wider },
  ];
}

/** Not what anybody can register a name below, like co.uk; the engine refuses the rest. */
function domainOf(host: string): string | undefined {
  const labels = host.split('.');
  const parent = labels.slice(1);
  const [first = '', last = ''] = parent;
  if (parent.length < 2 || !/^[a-z]/.test(labels.at(-1) ?? '')) return undefined;
  return parent.length === 2 && last.length === 2 && first.length <= 3 ? undefined : parent.join('.');
}

function programChoices(need: PermissionNeed): TargetChoice[] {
  const { args, exact } = need;
  if (exact) return [asked(need, {})];
  const any = { match: 'exact', args: null } as const;
  if (!args) return [asked(need, any)];
  const [first = ''] = args;
  const begins: TargetChoice['choice'] = { match: 'exact', args: { first: [first], others: 'any' } };
  return [
    asked(need, { match: 'exact', args: { first: args, others: 'none' } }),
    // `git -c …` begins with an option, which says nothing of what comes.
    ...(first === '' || first.startsWith('-')
      ? []
      : [
          {
            id: 'begins',
            reach: reachOf(need, begins),
            hint: t('Wider: commands that begin like this'),
            choice: begins,
          },
        ]),
    { id: 'any', reach: reachOf(need, any), hint: t('Wider: whatever it is told'), choice: any },
  ];
}

import { useCallback, useEffect, useMemo } from 'react';
import type { McpOffer, McpOfferRules } from '../../../contract/mcp.ts';
import { useHeron } from '../../app/heron-context.ts';
import { keepChange } from '../../engine/keep-change.ts';
import { useAction } from '../../engine/use-action.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useManifests } from '../workers/use-manifests.ts';
import { choicesOf, withChoice } from './offer-rules.ts';
import { plural, t } from '../../../words/words.ts';

/** Heron as a server: which actions other MCP clients are offered, and what becomes of a call that lacks a permission. */
export function OfferSection() {
  const { data, failure, reload } = useOffer();
  const set = useSetOffer(data);
  if (!data) {
    if (!failure) return <Skeleton lines={3} label={t('Loading what is offered')} />;
    return (
      <ErrorState title={t('Could not load what is offered')} text={failure.message} onRetry={() => void reload()} />
    );
  }
  const { rules } = data;
  return (
    <Section
      title={t('Heron as an MCP server')}
      text={t(
        'Other MCP clients can call Heron’s actions. Each call is a run on the timeline, and needs every permission that a run needs.',
      )}
    >
      <div className="space-y-2">
        <p className="text-sm">{t('A client on this machine starts:')}</p>
        <CodeBlock code="heron mcp serve" isCommand label={t('How a client starts Heron')} />
      </div>
      <RadioCards
        label={t('A call that lacks a permission')}
        direction="row"
        value={rules.whenMissing}
        onChange={(whenMissing) => void set.run({ ...rules, whenMissing })}
        cards={[
          { value: 'fail', label: t('Fails'), hint: t('and says which permission is missing') },
          { value: 'wait', label: t('Waits'), hint: t('until you answer it in the inbox') },
        ]}
      />
      <Disclosure title={plural(data.actions.length, { one: '1 action offered', other: '{{count}} actions offered' })}>
        <Choices offer={data} isBusy={set.isBusy} onChange={(next) => void set.run(next)} />
      </Disclosure>
    </Section>
  );
}

interface ChoicesProps {
  offer: McpOffer;
  isBusy: boolean;
  onChange: (rules: McpOfferRules) => void;
}

function Choices({ offer, isBusy, onChange }: ChoicesProps) {
  const manifests = useManifests();
  const workers = useMemo(() => choicesOf(manifests, offer), [manifests, offer]);
  return (
    <div className="space-y-3 pt-1">
      {workers.map(({ worker, choices }) => (
        <fieldset key={worker} className="space-y-1.5">
          <legend className="text-xs font-semibold text-muted">{worker}</legend>
          {choices.map(({ action, title, isOffered }) => (
            <Switch
              key={action}
              label={action}
              hint={title}
              checked={isOffered}
              disabled={isBusy}
              onChange={(isOn) => onChange(withChoice(offer.rules, action, isOn))}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function useSetOffer(offer: McpOffer | undefined) {
  const { engine } = useHeron();
  const set = useCallback(
    async (after: McpOfferRules) => {
      if (!offer) return;
      const { mcp } = engine.client;
      await keepChange<McpOfferRules>({
        title: t('What is offered was changed'),
        ...{ before: offer.rules, after, hash: offer.hash },
        read: async () => {
          const { rules, hash } = await mcp.offer();
          return { fields: rules, hash };
        },
        write: (changed, { fields, hash: baseHash }) => mcp.setOffer({ ...fields, ...changed, baseHash }),
      });
    },
    [engine, offer],
  );
  return useAction(t('Could not change what is offered'), set);
}

/** What is offered depends on the workers there are, and on the policy. */
function useOffer(): Query<McpOffer> {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.mcp.offer(), [engine]);
  const query = useQuery(engine.state, load);
  const { reload } = query;
  useEffect(
    () =>
      engine.subscribe((events) => {
        if (events.some(({ type }) => /^(mcp\.(offered|listed|removed)|policy\.|worker\.)/.test(type))) void reload();
      }),
    [engine, reload],
  );
  return query;
}

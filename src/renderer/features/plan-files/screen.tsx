import { useCallback } from 'react';
import { ShieldCheck } from 'lucide-react';
import { Plan, type OpenedPlan } from '../../../contract/plan.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { PlanNotes } from '../runs/plan-notes.tsx';
import { PlannedSteps } from './planned-steps.tsx';
import { t } from '../../../words/words.ts';

/** A plan file, laid out to be looked at. Only its button runs it. */
export function PlanFileScreen({ openedId }: { openedId: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.plans.opened({ id: openedId }), [engine, openedId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  return (
    <>
      <PageHeader
        title={data?.name ?? t('Plan file')}
        text={data && titleOf(data.plan)}
        actions={data?.issues.length === 0 && <RunPlan opened={data} />}
      />
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 sm:px-6">
        {data ? (
          <OpenedPlanView opened={data} />
        ) : failure ? (
          <ErrorState title={t('Could not show the plan file')} text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton shape="rows" lines={5} label={t('Loading the plan file')} />
        )}
      </div>
    </>
  );
}

function OpenedPlanView({ opened }: { opened: OpenedPlan }) {
  const { plan, issues, preview } = opened;
  return (
    <div className="mx-auto max-w-3xl space-y-6">
      {issues.length === 0 && (
        <Notice icon={ShieldCheck} title={t('Nothing of it has run')}>
          {t('Look at what it would do. When you run it, you are asked for what you have not allowed yet.')}
        </Notice>
      )}
      <PlanNotes check={opened} />
      {preview.length > 0 && (
        <Section title={t('What it would do')}>
          <PlannedSteps steps={preview} />
        </Section>
      )}
      <Disclosure title={t('The file')}>
        <JsonView value={plan} label={t('The plan as it stands in the file')} openLevels={2} />
      </Disclosure>
    </div>
  );
}

function RunPlan({ opened }: { opened: OpenedPlan }) {
  const { engine } = useHeron();
  const run = useAction(
    t('Could not run the plan'),
    useCallback(async () => {
      const { baseFolder } = opened;
      const started = await engine.client.runs.start({
        plan: Plan.parse(opened.plan),
        source: 'person',
        ...(baseFolder === undefined ? {} : { baseFolder }),
      });
      navigate({ screen: 'timeline', runId: started.runId });
    }, [engine, opened]),
  );
  return (
    <Button variant="primary" isLoading={run.isBusy} onClick={() => void run.run()}>
      {t('Run this plan')}
    </Button>
  );
}

function titleOf(plan: unknown): string | undefined {
  const parsed = Plan.safeParse(plan);
  return parsed.success ? parsed.data.title : undefined;
}

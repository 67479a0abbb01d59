import { type ExportedStep, type ExportState, foreignNames } from '../../../contract/imports.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural, t } from '../../../words/words.ts';
import { showExportReport, useExportReport } from './import-report-store.ts';

const shown = (): Record<ExportState, { tone: 'success' | 'warning' | 'danger'; text: string }> => ({
  missing: { tone: 'danger', text: t('Not there') },
  approximate: { tone: 'warning', text: t('Nearly the same') },
  exact: { tone: 'success', text: t('The same') },
});
const order = ['missing', 'approximate', 'exact'] as const;

/** What became of the steps of a workflow that was written for another program: what is not there comes first. */
export function ExportReportDialog() {
  const report = useExportReport((state) => state.report);
  if (!report) return null;
  const close = (): void => showExportReport(undefined);
  const { title, kind, steps } = report;
  const same = steps.filter(({ state }) => state === 'exact').length;
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      size="lg"
      title={t('{{title}} was written for {{program}}', { title, program: foreignNames[kind] })}
      footer={
        <Button variant="primary" onClick={close}>
          {t('Close')}
        </Button>
      }
    >
      <div className="space-y-4 text-sm">
        <p>
          {plural(
            steps.length,
            {
              one: '{{same}} of {{count}} step does there what it does here.',
              other: '{{same}} of {{count}} steps do there what they do here.',
            },
            { same },
          )}{' '}
          {t('What is not there keeps its place as a node that does nothing. No credential is in the file.')}
        </p>
        <ul aria-label={t('Steps')} className="space-y-1">
          {order.flatMap((state) =>
            steps
              .filter((step) => step.state === state)
              .map((step, at) => <StepRow key={`${state} ${at}`} step={step} />),
          )}
        </ul>
      </div>
    </Dialog>
  );
}

function StepRow({ step: { name, state, why } }: { step: ExportedStep }) {
  const { tone, text } = shown()[state];
  return (
    <li className="flex flex-wrap items-baseline gap-2">
      <Badge tone={tone}>{text}</Badge>
      <span>{name}</span>
      {why !== undefined && <span className="text-muted">{why}</span>}
    </li>
  );
}

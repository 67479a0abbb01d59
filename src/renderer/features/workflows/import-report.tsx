import { foreignNames, type ImportedNode, type ImportReport, type NodeState } from '../../../contract/imports.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showImportReport, useImportReport } from './import-report-store.ts';
import { plural, t } from '../../../words/words.ts';

const shown = (): Record<NodeState, { tone: 'success' | 'warning' | 'danger'; text: string }> => ({
  cannot: { tone: 'danger', text: t('Cannot run') },
  partly: { tone: 'warning', text: t('Runs in part') },
  runs: { tone: 'success', text: t('Runs') },
});
const order = ['cannot', 'partly', 'runs'] as const;

/** What became of the workflows in a file of another program: what does not run comes first. */
export function ImportReportDialog() {
  const reports = useImportReport((state) => state.reports);
  const [first, ...more] = reports;
  if (!first) return null;
  const close = (): void => showImportReport([]);
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      size="lg"
      title={
        more.length === 0
          ? t('{{title}} was imported', { title: first.title })
          : t('{{count}} workflows were imported', { count: reports.length })
      }
      footer={
        <Button variant="primary" onClick={close}>
          {t('Close')}
        </Button>
      }
    >
      <div className="space-y-6">
        {reports.map((report, index) => (
          <Report key={index} report={report} isOne={more.length === 0} />
        ))}
      </div>
    </Dialog>
  );
}

function Report({ report, isOne }: { report: ImportReport; isOne: boolean }) {
  const { title, nodes, triggers, credentials, kind } = report;
  const running = nodes.filter(({ state }) => state === 'runs').length;
  return (
    <section aria-label={title} className="space-y-4 text-sm">
      {!isOne && <h3 className="font-semibold">{title}</h3>}
      <p>
        {plural(
          nodes.length,
          {
            one: '{{running}} of {{count}} node run as they did in {{program}}.',
            other: '{{running}} of {{count}} nodes run as they did in {{program}}.',
          },
          { running, program: foreignNames[kind] },
        )}
      </p>
      <ul aria-label={t('Nodes')} className="space-y-1">
        {order.flatMap((state) =>
          nodes
            .filter((node) => node.state === state)
            .map((node, at) => <NodeRow key={node.taskId ?? at} node={node} />),
        )}
      </ul>
      {triggers.length > 0 && (
        <p>
          {t('It was started by {{what}}. Here nothing starts by itself until you publish it.', {
            what: triggers.map(({ text }) => text).join(', '),
          })}
        </p>
      )}
      {credentials.length > 0 && (
        <div>
          <p>{t('No credential was imported. Enter these anew in Settings, Secrets:')}</p>
          <ul aria-label={t('Credentials')} className="list-disc pl-5">
            {credentials.map(({ name, type, secret }) => (
              <li key={`${type} ${name}`}>
                {secret === undefined ? `${name} (${type})` : t('{{name}} as {{secret}}', { name, secret })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function NodeRow({ node: { name, state, why } }: { node: ImportedNode }) {
  const { tone, text } = shown()[state];
  return (
    <li className="flex flex-wrap items-baseline gap-2">
      <Badge tone={tone}>{text}</Badge>
      <span>{name}</span>
      {why !== undefined && <span className="text-muted">{why}</span>}
    </li>
  );
}

import { foreignNames, type ImportedNode, type NodeState } from '../../../contract/imports.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/count-text.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { showImportReport, useImportReport } from './import-report-store.ts';
import { t } from '../../words/words.ts';

const shown = (): Record<NodeState, { tone: 'success' | 'warning' | 'danger'; text: string }> => ({
  cannot: { tone: 'danger', text: t('Cannot run') },
  partly: { tone: 'warning', text: t('Runs in part') },
  runs: { tone: 'success', text: t('Runs') },
});
const order = ['cannot', 'partly', 'runs'] as const;

/** What became of a workflow of another program: what does not run comes first. */
export function ImportReportDialog() {
  const report = useImportReport((state) => state.report);
  if (!report) return null;
  const close = (): void => showImportReport(undefined);
  const running = report.nodes.filter(({ state }) => state === 'runs').length;
  return (
    <Dialog
      isOpen
      onOpenChange={close}
      size="lg"
      title={`${report.title} was imported`}
      footer={
        <Button variant="primary" onClick={close}>
          {t('Close')}
        </Button>
      }
    >
      <div className="space-y-4 text-sm">
        <p>
          {running} of {countText(report.nodes.length, 'node')} run as they did in {foreignNames[report.kind]}.
        </p>
        <ul aria-label={t('Nodes')} className="space-y-1">
          {order.flatMap((state) =>
            report.nodes
              .filter((node) => node.state === state)
              .map((node, at) => <NodeRow key={node.taskId ?? at} node={node} />),
          )}
        </ul>
        {report.triggers.length > 0 && (
          <p>
            It was started by {report.triggers.map(({ text }) => text).join(', ')}. Here nothing starts by itself until
            you publish it.
          </p>
        )}
        {report.credentials.length > 0 && (
          <div>
            <p>{t('No credential was imported. Enter these anew in Settings, Secrets:')}</p>
            <ul aria-label={t('Credentials')} className="list-disc pl-5">
              {report.credentials.map(({ name, type, secret }) => (
                <li key={`${type} ${name}`}>{secret === undefined ? `${name} (${type})` : `${name} as ${secret}`}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Dialog>
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

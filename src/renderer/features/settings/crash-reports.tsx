import { Bug, CircleCheck, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { CrashReport } from '../../../contract/crash-reports.ts';
import { useHeron } from '../../app/heron-context.ts';
import { type Query, useQuery } from '../../engine/use-query.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** When Heron ended because of an error in itself: each report as it would be given away, and a way to delete it. */
export function CrashReports() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.crashes({}), [engine]);
  const reports = useQuery(engine.state, load);
  const [isOpen, setIsOpen] = useState(false);
  const count = reports.data?.length ?? 0;
  return (
    <>
      <Button icon={Bug} onClick={() => setIsOpen(true)}>
        {count === 0 ? t('Crash reports') : t('Crash reports ({{count}})', { count })}
      </Button>
      {isOpen && <CrashDialog reports={reports} close={() => setIsOpen(false)} />}
    </>
  );
}

interface CrashDialogProps {
  reports: Query<CrashReport[]>;
  close: () => void;
}

function CrashDialog({ reports, close }: CrashDialogProps) {
  const { engine } = useHeron();
  const [open, setOpen] = useState<CrashReport>();
  const [deleting, setDeleting] = useState<CrashReport>();
  const remove = async ({ id }: CrashReport): Promise<void> => {
    await engine.client.health.removeCrash({ crashId: id });
    setDeleting(undefined);
    setOpen(undefined);
    await reports.reload();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={open ? t('A crash report') : t('Crash reports')}
      text={
        open
          ? t('Exactly as it would be in a report you export: without secrets, your name and this machine’s.')
          : t(
              'Written when Heron ends because of an error in itself. They stay on this machine; Heron sends them nowhere.',
            )
      }
      size="lg"
      footer={
        open && (
          <>
            <Button className="mr-auto" onClick={() => setOpen(undefined)}>
              {t('Back to the list')}
            </Button>
            <Button icon={Trash2} onClick={() => setDeleting(open)}>
              {t('Delete')}
            </Button>
          </>
        )
      }
    >
      {open ? <Reading report={open} /> : <List reports={reports} onOpen={setOpen} />}
      {deleting && (
        <AlertDialog
          isOpen
          onOpenChange={(isOpen) => !isOpen && setDeleting(undefined)}
          title={t('Delete this crash report?')}
          text={t('What is known of the crash of {{at}} is gone then. The log stays.', {
            at: exactTimeText(deleting.at),
          })}
          confirmLabel={t('Delete')}
          onConfirm={() => remove(deleting)}
        />
      )}
    </Dialog>
  );
}

function List({ reports, onOpen }: { reports: CrashDialogProps['reports']; onOpen: (report: CrashReport) => void }) {
  const { data, failure, reload } = reports;
  if (!data && failure) {
    return (
      <ErrorState title={t('Could not load the crash reports')} text={failure.message} onRetry={() => void reload()} />
    );
  }
  if (!data) return <Skeleton shape="rows" lines={3} label={t('Loading the crash reports')} />;
  if (data.length === 0) {
    return (
      <EmptyState
        icon={CircleCheck}
        title={t('No crash reports')}
        text={t('Should Heron end because of an error in itself, what is known of it stands here.')}
      />
    );
  }
  return (
    <ul aria-label={t('Crash reports, newest first')}>
      {data.map((report) => (
        <li key={report.id}>
          <ListRow
            title={report.what}
            text={[
              exactTimeText(report.at),
              report.version === undefined ? '' : t('Heron {{version}}', { version: report.version }),
            ]
              .filter((part) => part !== '')
              .join(', ')}
            end={<RelativeTime at={report.at} />}
            wraps
            onSelect={() => onOpen(report)}
          />
        </li>
      ))}
    </ul>
  );
}

function Reading({ report }: { report: CrashReport }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.crash({ crashId: report.id }), [engine, report.id]);
  const { data, failure } = useQuery(engine.state, load);
  if (failure) return <Notice tone="danger">{failure.message}</Notice>;
  if (!data) return <Skeleton lines={8} label={t('Reading the report')} />;
  return <CodeBlock hasBar label={`crashes/${report.id}.json`} code={data.text} wraps />;
}

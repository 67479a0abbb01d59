import { useCallback, useEffect, useRef, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { bytesText } from '../runs/file-changes.ts';
import { makeReportFile, type ReportEntry, type ReportFile, textIn } from './report-file.ts';
import { plural, t } from '../../../words/words.ts';

/** Of a longer text only so much is shown: nobody reads more here, and the page would stand still. */
const mostShown = 64 * 1024;

/** What is in the report, before it is saved: it is made once, and what is read here is what is saved. */
export function ReportDialog({ close }: { close: () => void }) {
  const { engine } = useHeron();
  const stop = useRef(new AbortController());
  useEffect(() => {
    const own = (stop.current = new AbortController());
    return () => own.abort();
  }, []);
  const load = useCallback(() => makeReportFile(engine, stop.current.signal), [engine]);
  const { data: report, failure } = useQuery(engine.state, load);
  const [reading, setReading] = useState<ReportEntry>();
  const save = (): void => {
    if (!report) return;
    saveReport(report);
    close();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={reading ? reading.name : t('Export a report')}
      text={
        reading
          ? bytesText(reading.bytes)
          : t(
              'For somebody who helps you. Secrets, your name and this machine’s are taken out. Heron sends it nowhere: it is saved where you say. Open a file to read it first.',
            )
      }
      size="lg"
      footer={
        <>
          {reading && (
            <Button className="mr-auto" onClick={() => setReading(undefined)}>
              {t('Back to the list')}
            </Button>
          )}
          <Button onClick={close}>{t('Cancel')}</Button>
          <Button variant="primary" disabled={!report} onClick={save}>
            {t('Save the report')}
          </Button>
        </>
      }
    >
      {failure && <Notice tone="danger">{failure.message}</Notice>}
      {!report && !failure && <Skeleton lines={5} label={t('Putting the report together')} />}
      {report && (reading ? <Text report={report} file={reading} /> : <Files {...{ report }} onRead={setReading} />)}
    </Dialog>
  );
}

function Files({ report, onRead }: { report: ReportFile; onRead: (file: ReportEntry) => void }) {
  return (
    <>
      <ul aria-label={t('In the report')}>
        {report.files.map((file) => (
          <li key={file.name}>
            <ListRow
              title={file.name}
              text={meaningOf(file.name)}
              end={bytesText(file.bytes)}
              onSelect={() => onRead(file)}
            />
          </li>
        ))}
      </ul>
      <p className="px-3 pt-2 text-xs text-muted">
        {plural(
          report.files.length,
          { one: '1 file, {{bytes}} as one zip file', other: '{{count}} files, {{bytes}} as one zip file' },
          { bytes: bytesText(report.zip.length) },
        )}
      </p>
    </>
  );
}

function Text({ report, file }: { report: ReportFile; file: ReportEntry }) {
  const { engine } = useHeron();
  const load = useCallback(() => textIn(report, file.name), [report, file]);
  const { data: text, failure } = useQuery(engine.state, load);
  if (failure) return <Notice tone="danger">{failure.message}</Notice>;
  if (text === undefined) return <Skeleton lines={6} label={t('Reading the file')} />;
  const isLong = text.length > mostShown;
  return (
    <div className="space-y-2">
      {isLong && (
        <p className="text-xs text-muted">
          {t('The first {{mostShown}} of it; the saved report has all.', { mostShown: bytesText(mostShown) })}
        </p>
      )}
      <CodeBlock code={isLong ? text.slice(0, mostShown) : text} label={file.name} wraps />
    </div>
  );
}

function meaningOf(name: string): string {
  if (name.startsWith('crashes/')) return t('A crash report');
  if (name.startsWith('logs/')) return t('What Heron wrote down');
  const meanings: Record<string, string> = {
    'health.json': t('Versions, and how each part is'),
    'machine.json': t('The system Heron runs on'),
    'settings.json': t('Your settings'),
    'workers.json': t('The workers there are'),
  };
  return meanings[name] ?? '';
}

function saveReport({ zip }: ReportFile): void {
  const day = new Date().toISOString().slice(0, 10);
  saveFile(new Blob([zip], { type: 'application/zip' }), `heron-report-${day}.zip`);
  showToast({
    tone: 'success',
    title: t('Report saved'),
    text: t('Nothing was sent: giving it to somebody is up to you.'),
  });
}

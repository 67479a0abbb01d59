import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Manifest } from '../../../contract/manifest.ts';
import type { PolicyDraft, PolicyDraftOf } from '../../../contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { PreviewLine } from './policy-preview.tsx';
import { toolChoices, toolWords } from './tool-choices.ts';
import { t } from '../../../words/words.ts';

interface ToolListProps {
  label: string;
  hint: string;
  /** Said where there is nothing in it. */
  empty: string;
  entries: readonly string[];
  manifests: Manifest[];
  /** The policy as it would be with these entries; absent: what an entry leaves out is not told. */
  draftOf?: (entries: string[]) => PolicyDraft;
  /** Whose draft that is; absent: the default's. */
  of?: PolicyDraftOf;
  onChange: (entries: string[], what: string) => void;
}

/** A list of the policy, a row each. What a new row would leave out is told before it is added. */
export function ToolList({ label, hint, empty, entries, manifests, draftOf, of, onChange }: ToolListProps) {
  const id = useId();
  const [picked, setPicked] = useState<string>();
  const add = (entry: string) => {
    onChange([...entries, entry], `${entry} added to “${label}”`);
    setPicked(undefined);
  };
  return (
    <div role="group" aria-labelledby={`${id}-label`} className="space-y-2">
      <div>
        <p id={`${id}-label`} className="text-sm">
          {label}
        </p>
        <p className="text-xs text-muted">{hint}</p>
      </div>
      {entries.length === 0 ? (
        <p className="rounded-md border border-dashed px-2.5 py-1.5 text-xs text-muted">{empty}</p>
      ) : (
        <ul aria-label={label} className="divide-y rounded-md border">
          {entries.map((entry) => (
            <Row
              key={entry}
              entry={entry}
              words={toolWords(entry, manifests)}
              onRemove={() =>
                onChange(
                  entries.filter((each) => each !== entry),
                  `${entry} removed from “${label}”`,
                )
              }
            />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={t('Add to “{{label}}”', { label })}
          isLabelHidden
          className="min-w-0 flex-1 basis-56"
          placeholder={t('Add a group, a worker or an action…')}
          value={picked}
          onChange={setPicked}
          options={toolChoices(manifests, entries)}
        />
        <Button disabled={picked === undefined} onClick={() => picked !== undefined && add(picked)}>
          <Plus aria-hidden size={14} />
          {t('Add')}
        </Button>
      </div>
      {picked !== undefined && draftOf && (
        <PreviewLine draft={draftOf([...entries, picked])} now={draftOf([...entries])} {...(of ? { of } : {})} />
      )}
    </div>
  );
}

function Row({ entry, words, onRemove }: { entry: string; words: string | undefined; onRemove: () => void }) {
  return (
    <li className="flex items-center gap-3 py-1 pr-1 pl-2.5">
      <span className="min-w-0 flex-1 text-sm break-words">
        {words ?? t('Nothing here has that name')}{' '}
        <span className="font-mono text-xs break-all text-muted">{entry}</span>
      </span>
      <IconButton label={t('Remove {{entry}}', { entry })} icon={X} onClick={onRemove} />
    </li>
  );
}

import { EyeOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Region } from '../../../contract/eyes.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DrawPart } from './draw-part.tsx';
import { regionWords } from './region-words.ts';
import type { EyesSectionProps } from './section-props.ts';
import { t } from '../../../words/words.ts';

/** What is never seen, whatever a task asks for. */
export function HiddenSection({ eyes, chosen, onChange }: EyesSectionProps) {
  return (
    <Section
      title={t('Never seen')}
      text={t(
        'Windows on the list are blacked out where the system tells their place; elsewhere the whole screen cannot be shown while one is open.',
      )}
    >
      <Windows chosen={chosen} onChange={onChange} />
      <Regions eyes={eyes} chosen={chosen} onChange={onChange} />
    </Section>
  );
}

function Windows({ chosen: { hiddenWindows }, onChange }: Omit<EyesSectionProps, 'eyes'>) {
  const [draft, setDraft] = useState('');
  const text = draft.trim();
  const add = (): void => {
    if (text === '') return;
    onChange({ hiddenWindows: [...new Set([...hiddenWindows, text])] });
    setDraft('');
  };
  return (
    <div className="space-y-2">
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={t('Windows whose title holds')}
          placeholder={t('Password manager')}
          value={draft}
          onChange={setDraft}
          maxLength={200}
          className="min-w-0 flex-1"
        />
        <Button type="submit" disabled={text === ''}>
          {t('Add')}
        </Button>
      </form>
      {hiddenWindows.map((each) => (
        <ListRow
          key={each}
          start={<EyeOff aria-hidden size={14} className="text-muted" />}
          title={each}
          actions={
            <IconButton
              icon={Trash2}
              label={t('Take “{{each}}” off the list', { each })}
              onClick={() => onChange({ hiddenWindows: hiddenWindows.filter((other) => other !== each) })}
            />
          }
        />
      ))}
    </div>
  );
}

const edges = () =>
  [
    { label: t('The top tenth'), region: { x: 0, y: 0, width: 1, height: 0.1 } },
    { label: t('The bottom tenth'), region: { x: 0, y: 0.9, width: 1, height: 0.1 } },
    { label: t('The left quarter'), region: { x: 0, y: 0, width: 0.25, height: 1 } },
    { label: t('The right quarter'), region: { x: 0.75, y: 0, width: 0.25, height: 1 } },
  ] as const;

/** As many as the settings take. */
const mostRegions = 20;

function Regions({ eyes, chosen: { hiddenRegions }, onChange }: EyesSectionProps) {
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{t('Parts of every picture of the screen')}</legend>
      <div className="flex flex-wrap gap-2">
        {edges().map(({ label, region }) => {
          const isOn = hiddenRegions.some((each) => isSame(each, region));
          const others = hiddenRegions.filter((each) => !isSame(each, region));
          return (
            <Button
              key={label}
              size="sm"
              aria-pressed={isOn}
              variant={isOn ? 'primary' : 'secondary'}
              onClick={() => onChange({ hiddenRegions: isOn ? others : [...others, region] })}
            >
              {label}
            </Button>
          );
        })}
        <DrawPart
          eyes={eyes}
          title={t('Never seen')}
          text={t('What you draw over is black in every picture of the screen that Heron gets.')}
          {...{ regions: hiddenRegions, mark: 'black', disabled: hiddenRegions.length >= mostRegions }}
          onPart={(region) => onChange({ hiddenRegions: [...hiddenRegions, region].slice(0, mostRegions) })}
        />
      </div>
      {hiddenRegions.filter(isOwn).map((each) => (
        <ListRow
          key={JSON.stringify(each)}
          start={<EyeOff aria-hidden size={14} className="text-muted" />}
          title={regionWords(each)}
          actions={
            <IconButton
              icon={Trash2}
              label={t('Take “{{each}}” off the list', { each: regionWords(each) })}
              onClick={() => onChange({ hiddenRegions: hiddenRegions.filter((other) => !isSame(other, each)) })}
            />
          }
        />
      ))}
    </fieldset>
  );
}

function isOwn(region: Region): boolean {
  return !edges().some((edge) => isSame(edge.region, region));
}

function isSame(one: Region, other: Region): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

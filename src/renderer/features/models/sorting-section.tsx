import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import {
  type RoutingSettings,
  type SentenceKind,
  sentenceKinds,
  type SentenceRule,
  usualRouting,
} from '../../../contract/routing.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { wordList, ruleText } from './sorting-words.ts';
import { TrySorting } from './try-sorting.tsx';
import { t } from '../../../words/words.ts';

const kindLabels = (): Record<SentenceKind, string> => ({
  question: t('A question: Answer'),
  edit: t('A change of a program: Code'),
  steps: t('Steps to be done: Plan'),
});

/** Which sentences go to which models, and who says so where no rule does. */
export function SortingSection() {
  const heron = useHeron();
  const { settings } = useStore(heron.settings.state);
  const update = useAction(t('Could not change the rules'), heron.settings.update);
  if (!settings) return undefined;
  const { routing } = settings;
  const change = (next: Partial<RoutingSettings>): void => void update.run({ routing: next });
  return (
    <Section
      title={t('Which sentences go where')}
      text={t(
        'The first rule that holds counts. What no rule knows a small model of this machine says, if there is one, and that is remembered; else the model that plans takes it.',
      )}
    >
      <Switch
        label={t('Sort sentences')}
        hint={t('Off, the model that plans takes every sentence.')}
        checked={routing.isOn}
        onChange={(isOn) => change({ isOn })}
      />
      {routing.isOn && (
        <Switch
          label={t('Ask a small model where no rule holds')}
          hint={t('It is waited for no longer than {{value}} s.', { value: routing.mostMs / 1000 })}
          checked={routing.asksModel}
          onChange={(asksModel) => change({ asksModel })}
        />
      )}
      {routing.isOn && (
        <Disclosure title={t('Rules ({{rules}})', { rules: routing.rules.length })}>
          <Rules rules={routing.rules} onChange={(rules) => change({ rules })} />
        </Disclosure>
      )}
      {routing.isOn && <TrySorting />}
    </Section>
  );
}

function Rules({ rules, onChange }: { rules: readonly SentenceRule[]; onChange: (rules: SentenceRule[]) => void }) {
  const up = (at: number): SentenceRule[] => rules.toSpliced(at, 1).toSpliced(at - 1, 0, ...rules.slice(at, at + 1));
  return (
    <ol className="space-y-4 pt-3">
      {rules.map((rule, at) => (
        // A rule has no name; its place is what it is.
        <li key={at} className="space-y-2">
          <div className="flex items-center gap-1">
            <span className="min-w-0 flex-1 truncate text-sm font-medium">{`${at + 1}. ${ruleText(rule)}`}</span>
            {at > 0 && (
              <IconButton
                icon={ArrowUp}
                label={t('Rule {{value}} before', { value: at + 1 })}
                onClick={() => onChange(up(at))}
              />
            )}
            <IconButton
              icon={Trash2}
              label={t('Remove rule {{value}}', { value: at + 1 })}
              onClick={() => onChange(rules.toSpliced(at, 1))}
            />
          </div>
          <RuleForm
            key={JSON.stringify(rule)}
            number={at + 1}
            rule={rule}
            onChange={(next) => onChange(rules.with(at, next))}
          />
        </li>
      ))}
      <li className="flex flex-wrap gap-2">
        <Button icon={Plus} onClick={() => onChange([...rules, { kind: 'question', begins: ['tell me'] }])}>
          {t('Add a rule')}
        </Button>
        <Button onClick={() => onChange(usualRouting.rules)}>{t('The usual rules')}</Button>
      </li>
    </ol>
  );
}

interface RuleFormProps {
  number: number;
  rule: SentenceRule;
  onChange: (rule: SentenceRule) => void;
}

function RuleForm({ number, rule, onChange }: RuleFormProps) {
  const [begins, setBegins] = useState((rule.begins ?? []).join(', '));
  const [has, setHas] = useState((rule.has ?? []).join(', '));
  const keep = (changed: Partial<SentenceRule>): void => {
    const { begins: _, has: __, ...rest } = { ...rule, ...changed };
    const lists = { begins: wordList(begins), has: wordList(has) };
    onChange({
      ...rest,
      ...(lists.begins.length === 0 ? {} : { begins: lists.begins }),
      ...(lists.has.length === 0 ? {} : { has: lists.has }),
    });
  };
  const leave = (): void => {
    const isSame = (text: string, words: string[] = []): boolean => wordList(text).join() === words.join();
    if (!isSame(begins, rule.begins) || !isSame(has, rule.has)) keep({});
  };
  return (
    <fieldset aria-label={t('Rule {{number}}', { number })} className="space-y-2">
      <Select
        layout="inline"
        label={t('What it is')}
        value={rule.kind}
        onChange={(kind) => keep({ kind: kind as SentenceKind })}
        options={sentenceKinds.map((kind) => ({ value: kind, label: kindLabels()[kind] }))}
      />
      <TextArea
        rows={1}
        label={t('Begins with')}
        hint={t('With commas between.')}
        value={begins}
        onChange={setBegins}
        onBlur={leave}
      />
      <TextArea rows={1} label={t('Has in it')} value={has} onChange={setHas} onBlur={leave} />
      <Select
        layout="inline"
        label={t('Names a file, folder, address or action')}
        value={rule.names ?? 'either'}
        onChange={(names) => {
          const { names: _, ...rest } = rule;
          onChange(names === 'either' ? rest : { ...rest, names: names as 'something' | 'nothing' });
        }}
        options={[
          { value: 'either', label: t('Either way') },
          { value: 'something', label: t('Yes') },
          { value: 'nothing', label: t('No') },
        ]}
      />
    </fieldset>
  );
}

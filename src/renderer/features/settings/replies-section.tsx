import { ArrowUp, Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { ChannelName, ChatType, type ReplyRule } from '../../../contract/lanes.ts';
import type { Settings, SettingsPatch } from '../../../contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

const any = 'any';
const chatTypes: Record<ChatType, string> = { direct: 'with one person', group: 'in groups', thread: 'in threads' };
const ends = () => [
  { value: 'yes', label: t('Send') },
  { value: 'no', label: t('Hold back') },
];

interface RepliesSectionProps {
  settings: Settings;
  onChange: (patch: SettingsPatch) => void;
}

/** Whether what Heron says in a channel is sent there. */
export function RepliesSection({ settings: { lanes }, onChange }: RepliesSectionProps) {
  const { replies } = lanes;
  const keep = (next: ReplyRule[]): void => onChange({ lanes: { replies: next } });
  return (
    <Section
      title={t('Replies in channels')}
      text={t(
        'Whether what Heron says is sent where it was asked. The first rule that fits decides; without one it is sent. In this window you see every answer.',
      )}
    >
      {replies.length === 0 ? (
        <p className="text-sm text-muted">{t('No rules: every reply is sent.')}</p>
      ) : (
        <ol aria-label={t('Rules for replies')} className="-my-1.5">
          {replies.map((rule, at) => (
            <Rule
              key={JSON.stringify(rule)}
              rule={rule}
              number={at + 1}
              onUp={at === 0 ? undefined : () => keep(moved(replies, at))}
              onRemove={() => keep(replies.toSpliced(at, 1))}
            />
          ))}
        </ol>
      )}
      <NewRule known={replies} onAdd={(rule) => keep([...replies, rule])} />
    </Section>
  );
}

function moved(rules: ReplyRule[], at: number): ReplyRule[] {
  const rule = rules[at];
  return rule ? rules.toSpliced(at, 1).toSpliced(at - 1, 0, rule) : rules;
}

interface RuleProps {
  rule: ReplyRule;
  number: number;
  onUp: (() => void) | undefined;
  onRemove: () => void;
}

function Rule({ rule, number, onUp, onRemove }: RuleProps) {
  const words = ruleWords(rule);
  return (
    <li className="flex items-center gap-2 py-1 text-sm">
      <span aria-hidden className="w-4 text-right text-xs text-muted tabular-nums">
        {number}
      </span>
      <span className="min-w-0 flex-1 wrap-anywhere">{words}</span>
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={t('Earlier: {{words}}', { words })}
        disabled={!onUp}
        onClick={() => onUp?.()}
      />
      <IconButton size="sm" icon={X} label={t('Remove: {{words}}', { words })} onClick={onRemove} />
    </li>
  );
}

/** `Hold back in groups of slack`. */
export function ruleWords({ channel, chatType, isSent }: ReplyRule): string {
  const where = chatType === undefined ? '' : ` ${chatTypes[chatType]}`;
  const which =
    channel === undefined ? (where === '' ? ' everywhere' : '') : where === '' ? ` in ${channel}` : ` of ${channel}`;
  return `${isSent ? t('Send') : t('Hold back')}${where}${which}`;
}

function NewRule({ known, onAdd }: { known: ReplyRule[]; onAdd: (rule: ReplyRule) => void }) {
  const id = useId();
  const [channel, setChannel] = useState('');
  const [chatType, setChatType] = useState<string>(any);
  const [isSent, setIsSent] = useState('no');
  const name = channel.trim();
  const isWrong = name !== '' && !ChannelName.safeParse(name).success;
  const type = ChatType.options.find((each) => each === chatType);
  const rule: ReplyRule = {
    ...(name === '' ? {} : { channel: name }),
    ...(type ? { chatType: type } : {}),
    isSent: isSent === 'yes',
  };
  const isThere = known.some((each) => each.channel === rule.channel && each.chatType === rule.chatType);
  return (
    <form
      aria-labelledby={id}
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong || isThere) return;
        onAdd(rule);
        setChannel('');
      }}
    >
      <h3 id={id} className="text-sm font-medium">
        {t('Another rule')}
      </h3>
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={t('Channel')}
          placeholder={t('Any')}
          value={channel}
          onChange={setChannel}
          {...(isWrong ? { error: t('Lower-case letters, digits and -, a letter first') } : {})}
        />
        <Select
          label={t('Chats')}
          value={chatType}
          onChange={setChatType}
          options={[
            { value: any, label: t('All') },
            ...ChatType.options.map((value) => ({ value, label: sentence(chatTypes[value]) })),
          ]}
        />
        <Select label={t('Replies')} value={isSent} onChange={setIsSent} options={ends()} />
      </div>
      <div className="flex flex-wrap items-center justify-end gap-3">
        {isThere && <p className="text-xs text-muted">{t('There is a rule for that already.')}</p>}
        <Button type="submit" size="sm" icon={Plus} disabled={isWrong || isThere}>
          {t('Add the rule')}
        </Button>
      </div>
    </form>
  );
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

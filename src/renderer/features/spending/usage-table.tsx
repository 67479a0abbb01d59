import {
  allTokens,
  moneyText,
  type ShareKind,
  shareKinds,
  type SpendingUsage,
  type UsageSum,
} from '../../../contract/spending.ts';
import { DataTable } from '../settings/data-table.tsx';
import { numberText, t } from '../../../words/words.ts';

type Row = UsageSum & { name: string };

type By = 'model' | 'account' | 'purpose' | ShareKind;

const words = (): Record<By, { column: string; label: string }> => ({
  model: { column: t('Model'), label: t('Used by model') },
  account: { column: t('Account'), label: t('Used by account') },
  purpose: { column: t('Purpose'), label: t('Used by purpose') },
  agent: { column: t('Agent'), label: t('Used by agent') },
  channel: { column: t('Channel'), label: t('Used by channel') },
  folder: { column: t('Folder'), label: t('Used by folder') },
});

/** Who used how much of what. */
export function UsageTable({ usage, by }: { usage: SpendingUsage; by: By }) {
  const ofShare = (kind: ShareKind) => () => usage.shares.filter((each) => each.kind === kind);
  const rows: Row[] = {
    ...{ agent: ofShare('agent'), channel: ofShare('channel'), folder: ofShare('folder') },
    model: () => usage.models.map((each) => ({ ...each, name: each.model })),
    account: () => usage.accounts.map((each) => ({ ...each, name: each.account })),
    purpose: () => usage.purposes.map((each) => ({ ...each, name: each.purpose })),
  }[by]();
  const { column, label } = words()[by];
  return (
    <DataTable
      label={label}
      keyOf={({ name }) => name}
      rows={rows}
      columns={[
        { name: column, cell: ({ name }) => name },
        {
          name: t('Requests'),
          cell: ({ requests, failed }) =>
            failed > 0 ? t('{{requests}}, {{failed}} failed', { requests, failed }) : numberText(requests),
        },
        { name: t('Tokens in'), cell: ({ inputTokens }) => numberText(inputTokens) },
        { name: t('Tokens out'), cell: ({ outputTokens }) => numberText(outputTokens) },
        { name: t('Money'), cell: costText },
      ]}
    />
  );
}

/** A table for each kind of those that anything was counted for. */
export function ShareTables({ usage }: { usage: SpendingUsage }) {
  return shareKinds
    .filter((kind) => usage.shares.some((each) => each.kind === kind))
    .map((kind) => <UsageTable key={kind} usage={usage} by={kind} />);
}

function costText({ money, unpriced, requests, failed }: Row): string {
  if (unpriced > 0 && unpriced === requests - failed) return t('not known');
  return unpriced > 0 ? t('{{money}} and more', { money: moneyText(money) }) : moneyText(money);
}

export function totalText({ total, days }: SpendingUsage): string {
  const isPriced = total.unpriced < total.requests - total.failed;
  const values = { tokens: numberText(allTokens(total)), money: moneyText(total.money), days: days.length };
  if (!isPriced) return t('{{tokens}} tokens in the last {{days}} days', values);
  if (total.unpriced === 0) return t('{{tokens}} tokens and {{money}} in the last {{days}} days', values);
  return t('{{tokens}} tokens and {{money}} and more in the last {{days}} days', values);
}

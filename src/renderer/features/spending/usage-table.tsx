import { allTokens, moneyText, type ShareKind, type SpendingUsage, type UsageSum } from '../../../contract/spending.ts';
import { DataTable } from '../settings/data-table.tsx';
import { numberText, t } from '../../../words/words.ts';

type Row = UsageSum & { name: string };

/** Who used how much of what. */
export function UsageTable({ usage, by }: { usage: SpendingUsage; by: 'model' | 'account' | 'purpose' | ShareKind }) {
  const ofShare = (kind: ShareKind) => () => usage.shares.filter((each) => each.kind === kind);
  const rows: Row[] = {
    ...{ agent: ofShare('agent'), channel: ofShare('channel'), folder: ofShare('folder') },
    model: () => usage.models.map((each) => ({ ...each, name: each.model })),
    account: () => usage.accounts.map((each) => ({ ...each, name: each.account })),
    purpose: () => usage.purposes.map((each) => ({ ...each, name: each.purpose })),
  }[by]();
  return (
    <DataTable
      label={t('Used by {{by}}', { by })}
      keyOf={({ name }) => name}
      rows={rows}
      columns={[
        { name: by.charAt(0).toUpperCase() + by.slice(1), cell: ({ name }) => name },
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

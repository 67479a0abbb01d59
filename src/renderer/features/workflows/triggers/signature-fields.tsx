import type { SignatureForm, WebhookSignature } from '../../../../contract/webhook-options.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { t } from '../../../../words/words.ts';
import { useSecrets } from '../../secrets/use-secrets.ts';
import { NumberField } from '../number-field.tsx';

interface SignatureFieldsProps {
  signature: WebhookSignature | undefined;
  onChange: (signature: WebhookSignature | undefined) => void;
}

const nobody = 'nobody';

const forms = (): { value: SignatureForm; label: string }[] => [
  { value: 'body', label: t('The body, as GitHub and Shopify do') },
  { value: 'timed', label: t('The time and the body') },
  { value: 'standard', label: t('Standard Webhooks') },
  { value: 'stripe', label: t('As Stripe does') },
  { value: 'slack', label: t('As Slack does') },
];

const headers: Partial<Record<SignatureForm, string>> = { body: 'x-hub-signature-256', timed: 'x-signature' };

/** Whether calls must be signed, and with which secret. */
export function SignatureFields({ signature, onChange }: SignatureFieldsProps) {
  return (
    <>
      <Select
        label={t('Signed')}
        hint={t('Calls that are not signed with the secret are refused.')}
        value={signature?.form ?? nobody}
        onChange={(value) => {
          const form = forms().find((each) => each.value === value)?.value;
          onChange(form && { form, secret: signature?.secret ?? 'webhook-key' });
        }}
        options={[{ value: nobody, label: t('No: the address is enough') }, ...forms()]}
      />
      {signature && <Signed {...{ signature, onChange }} />}
    </>
  );
}

function Signed({ signature, onChange }: { signature: WebhookSignature; onChange: (next: WebhookSignature) => void }) {
  const secrets = useSecrets().data?.secrets;
  const kept = secrets?.find(({ name }) => name === signature.secret);
  const usual = headers[signature.form];
  const { header, timeHeader, withinSeconds, ...plain } = signature;
  const rest = { ...(header ? { header } : {}), ...(timeHeader ? { timeHeader } : {}) };
  return (
    <>
      <TextField
        label={t('Secret')}
        hint={t('Its name in Settings → Secrets. Whoever calls signs with the same.')}
        {...(secrets && !kept?.filled ? { error: t('It has not been entered yet') } : {})}
        value={signature.secret}
        onChange={(text) => {
          const secret = text.trim().toLowerCase();
          if (/^[a-z][a-z0-9-]{0,63}$/.test(secret)) onChange({ ...signature, secret });
        }}
      />
      {usual !== undefined && (
        <TextField
          label={t('Header of the signature')}
          placeholder={usual}
          value={header ?? ''}
          onChange={(text) => onChange(withHeader(signature, 'header', text))}
        />
      )}
      {signature.form === 'timed' && (
        <TextField
          label={t('Header of the time')}
          placeholder="x-timestamp"
          value={timeHeader ?? ''}
          onChange={(text) => onChange(withHeader(signature, 'timeHeader', text))}
        />
      )}
      {signature.form !== 'body' && (
        <NumberField
          label={t('Seconds it may be old')}
          hint={t('Usually 300. The same call once more starts nothing.')}
          value={withinSeconds}
          least={1}
          most={86_400}
          onChange={(seconds) =>
            onChange({ ...plain, ...rest, ...(seconds === undefined ? {} : { withinSeconds: Math.round(seconds) }) })
          }
        />
      )}
    </>
  );
}

/** Emptied, it is the usual one again; what no header is called is not taken. */
function withHeader(signature: WebhookSignature, name: 'header' | 'timeHeader', text: string): WebhookSignature {
  const { [name]: before, ...rest } = signature;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return rest;
  if (/^[a-z0-9][a-z0-9-]{0,99}$/.test(wanted)) return { ...rest, [name]: wanted };
  return before === undefined ? rest : { ...rest, [name]: before };
}

/** What signs a request to AWS or a service like it. The id is no secret: it stands in each request. */
export type AwsKeys = { keyId: string; secretKey: string; sessionToken?: string };

/**
 * The keys in the value of a secret: `KEYID:SECRET`, `KEYID:SECRET:TOKEN`, or the JSON that `aws configure
 * export-credentials` and `aws sts` print. undefined: it holds none.
 */
export function awsKeysIn(value: string): AwsKeys | undefined {
  const text = value.trim();
  const keys = text.startsWith('{') ? keysInJson(text) : keysInText(text);
  return keys && isKeyId(keys.keyId) && isPrintable(keys.secretKey) && isPrintable(keys.sessionToken ?? '-')
    ? keys
    : undefined;
}

function keysInText(text: string): AwsKeys | undefined {
  const [keyId = '', secretKey = '', sessionToken, ...more] = text.split(':');
  return more.length > 0 ? undefined : { keyId, secretKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function keysInJson(text: string): AwsKeys | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const outer = read as Record<string, unknown>;
  const fields = (typeof outer['Credentials'] === 'object' ? outer['Credentials'] : outer) as Record<string, unknown>;
  const { AccessKeyId: keyId, SecretAccessKey: secretKey, SessionToken: sessionToken } = fields ?? {};
  if (typeof keyId !== 'string' || typeof secretKey !== 'string') return undefined;
  return { keyId, secretKey, ...(typeof sessionToken === 'string' ? { sessionToken } : {}) };
}

function isKeyId(text: string): boolean {
  return /^[\w.-]{3,128}$/.test(text);
}

function isPrintable(text: string): boolean {
  return /^[\x21-\x7e]{1,8192}$/.test(text);
}

/** The key of a service account of Google. The id and the address are no secrets: they stand in each request. */
export type GoogleKey = { address: string; keyId: string; privateKey: string };

/** The key in the value of a secret: the JSON file that Google gives for one. undefined: it holds none. */
export function googleKeyIn(value: string): GoogleKey | undefined {
  if (!value.trimStart().startsWith('{')) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(value);
  } catch {
    return undefined;
  }
  const {
    type,
    client_email: address,
    private_key_id: keyId,
    private_key: privateKey,
  } = read as Record<string, unknown>;
  if (type !== 'service_account' || typeof address !== 'string' || typeof privateKey !== 'string') return undefined;
  return { address, keyId: typeof keyId === 'string' ? keyId : '', privateKey };
}

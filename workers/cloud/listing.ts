import { fail, type WorkerContext } from 'heron/worker-kit';
import { type Auth, ask, bodyText } from './ask.ts';
import type { ListInput } from './list-input.ts';
import { signIn } from './sign-in.ts';

/** One kind of thing at one provider: a row of a table. */
export type Listing<Item> = {
  /** In the signature. Absent: a token stands in a header. */
  signedAs?: { service: string; region?: string };
  /** Fields that it cannot be asked without. */
  needs: readonly ('account' | 'region')[];
  /** Path and query of the first page. */
  first(input: ListInput): string;
  /** The items of a page, and where the next is: a path and query, or a whole address. */
  read(text: string, url: string): Promise<Page<Item>>;
};

export type Page<Item> = { items: Item[]; next?: string | undefined };

/** How one provider is asked in this call. */
export type Account = { origin: string; input: ListInput; auth(listing: Listing<unknown>): Auth };

/** Errors: `invalid-input`, `network` where no token is given, those of secrets. */
export async function openAccount(input: ListInput, context: WorkerContext): Promise<Account> {
  const { origin } = new URL(input.endpoint ?? '');
  const secret = input.secret ?? `cloud-${input.provider}`;
  const handle = await context.secrets.handle(secret);
  if (input.provider !== 'aws') {
    const auth = await signIn(input, handle, context);
    return { origin, input, auth: () => auth };
  }
  const signed = ({ signedAs }: Listing<unknown>): Auth => {
    const { service = '', region = input.region } = signedAs ?? {};
    return { sign: { kind: 'aws-sigv4', handle, region, service } };
  };
  return { origin, input, auth: signed };
}

const mostPages = 1000;

/** All pages of a listing, up to `limit` items. Errors: `network` for a page that is elsewhere, or was read already. */
export async function readAll<Item>(
  listing: Listing<Item>,
  account: Account,
  limit: number,
  context: WorkerContext,
): Promise<{ items: Item[]; more: boolean }> {
  const { origin, input } = account;
  for (const field of listing.needs) {
    if (!input[field]) fail('invalid-input', `${field} is missing; ${input.provider} needs it`, { field });
  }
  const items: Item[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = listing.first(input); next !== undefined;) {
    const url = new URL(next, origin);
    // What signs in goes to the service that was named.
    if (url.origin !== origin || seen.has(url.href) || seen.size === mostPages)
      return fail('network', `${origin} sends on to a page that cannot be read: ${url.origin}${url.pathname}`);
    seen.add(url.href);
    const response = await ask({ url: url.href, auth: account.auth(listing) }, context);
    const page = await listing.read(await bodyText(response, url.href), url.href);
    items.push(...page.items);
    if (items.length > limit) return { items: items.slice(0, limit), more: true };
    if (items.length === limit && page.next !== undefined) return { items, more: true };
    next = page.next;
    context.progress({ text: `${items.length} so far` });
  }
  return { items, more: false };
}

/** A path with its query; fields without a value are left out. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const given = Object.entries(query).filter((each): each is [string, string] => Boolean(each[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

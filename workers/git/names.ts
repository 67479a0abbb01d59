import { fail } from 'heron/worker-kit';

/** The name of a branch, remote or commit: never an option, never several. Errors: `invalid-input`. */
export function checkName(name: string | undefined, field: string): void {
  if (name === undefined) return;
  if (/^[-+]|[\p{C}\s:?*[\\]|\.\./u.test(name)) {
    fail('invalid-input', `${JSON.stringify(name)} is no name of a branch, commit or remote`, { field });
  }
}

/** Errors: `invalid-input` for an address that git is not asked to go to, or that holds a password. */
export function checkAddress(url: string, field: string): void {
  const [, scheme] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(url) ?? [];
  if (/^-|[\p{Cc}]/u.test(url) || /^[^/\\]*::/.test(url)) {
    fail('invalid-input', `${JSON.stringify(url)} is no address of a repository`, { field });
  }
  if (scheme !== undefined && !['https', 'http', 'ssh', 'file'].includes(scheme.toLowerCase())) {
    fail('invalid-input', `Heron clones from https, http, ssh and folders, not from ${scheme}`, { field });
  }
  if (/^https?:\/\/[^/]*@/i.test(url) || /^ssh:\/\/[^/@]*:[^/@]*@/i.test(url)) {
    fail(
      'invalid-input',
      'The address holds a name or password; take it out, keep the token in Settings → Secrets, and name it as `credential`',
      { field },
    );
  }
}

/** Errors: `invalid-input` for a folder that is not named from the top: git would look for it elsewhere. */
export function checkWhole(url: string, field: string): void {
  if (/^([A-Za-z][A-Za-z0-9+.-]*:\/\/|\/|[A-Za-z]:[\\/]|[^/]+:)/.test(url)) return;
  fail('invalid-input', `${url} is neither an address nor a whole path: say it from / on, or begin with https://`, {
    field,
  });
}

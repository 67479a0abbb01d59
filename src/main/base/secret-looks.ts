/** Names of fields whose values are secrets. */
export const namesOfSecrets =
  /pass(word|phrase|wd|code)|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|authori[sz]ation|cookie|^(key|pin|otp|auth|bearer)$/i;
/** Secrets that are known by their look: bearer tokens, keys of well-known services, private keys, passwords in addresses (before their query, which may hold anything). */
export const looksOfSecrets =
  /\bBearer\s+\S+|\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bxox[abprs]-[\w-]{10,}|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|(?<=:\/\/)[^\s/?#:@]+:(?!\d{1,5}[?#])[^\s/@]+(?=@)/g;

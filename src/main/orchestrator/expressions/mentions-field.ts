/** Whether an expression of a manifest is worked out from a field of the input: `{{ file & '-wal' }}` from `file`. */
export function mentionsField(template: string, field: string): boolean {
  return new RegExp(String.raw`(?<![\w$.])${field}(?!\w)`).test(template);
}

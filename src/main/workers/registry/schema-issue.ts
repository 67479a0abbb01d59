/** What is wrong with a value and where: `path` is like `actions.create.risk`, empty for the whole. */
export type SchemaIssue = { path: string; message: string };

export function describeIssues(issues: SchemaIssue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}

/** What n8n adds to values: `$json.name.toTitleCase()`. The functions take the value first. */
export type Functions = Record<string, (value: never, ...given: never[]) => unknown>;

/** Something of a step that n8n has no words for; the message says what, for the report. */
export class Untranslated extends Error {}

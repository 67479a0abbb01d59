const kept = '(?:reminders?|timers?|alarms?)';
const sets = new RegExp(
  String.raw`\b(?:remind|wake) me\b|\b(?:set|make|start|create|add)\b(?: [\w'-]+){1,6}? ${kept}\b|^(?:a )?timer (?:for|of)\b`,
  'i',
);
const asks = new RegExp(
  String.raw`\b(?:cancel|stop|delete|remove|clear|forget|turn off|list|show|what|which|how|when|have)\b.* ${kept}\b`,
  'i',
);

/** A sentence that asks for a reminder: the time in it is that of the reminder. */
export function setsReminder(sentence: string): boolean {
  return sets.test(sentence);
}

/** A sentence that could be about reminders. Whether it is, is known by who reads it. */
export function mayBeOfReminders(sentence: string): boolean {
  return setsReminder(sentence) || asks.test(sentence);
}

/** The actions that most people want first, in this order: files, a sum, a timer, and two that need nothing filled in. */
export const firstThings: readonly string[] = [
  'archive.create',
  'cleanup.duplicates',
  'watch.look',
  'calculator.calculate',
  'reminder.timer',
  'data.convert',
  'process.disks',
  'clock.now',
];

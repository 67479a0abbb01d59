/** A migration. What was allowed in a conversation comes back with it, and nothing that ended in another way. */
export const endOfGrants = {
  name: 'what ended a grant',
  up: 'ALTER TABLE grants ADD COLUMN ended_with TEXT;',
  down: 'ALTER TABLE grants DROP COLUMN ended_with;',
};

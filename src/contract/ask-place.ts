/** The place of the small window to ask something: the page makes that of itself, the app has one that it shows. */
export const askPlace = '#/ask';

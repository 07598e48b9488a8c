/** What stands in place of a text whose author was erased; in place of a list taken from one stands an empty one. */
export const erasedText = '[erased]';

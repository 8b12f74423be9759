/** By which two codes are one: they may differ only in case, which is the same to people. */
export const codeKey = (code: string): string => code.normalize('NFC').toLowerCase();

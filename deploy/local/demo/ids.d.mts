/** UUID version 5 of a name of the demo. */
export function demoId(name: string): string;

/** What a code means, for people. `{param}` is filled from the refusal; `status` is for documents and examples. */
export type ProblemText = { vi: string; en: string; status?: number };

const texts = new Map<string, ProblemText>();

/**
 * Registers the texts of codes, at the load of the module that raises them.
 *
 * @throws Error when a code is registered twice with different texts: one code has one meaning.
 */
export function problemTexts(entries: Record<string, ProblemText>): void {
  for (const [code, text] of Object.entries(entries)) {
    const known = texts.get(code);
    if (known && (known.vi !== text.vi || known.en !== text.en)) throw new Error(`code ${code} has two meanings`);
    texts.set(code, text);
  }
}

/** The text of a code, or undefined when nobody registered it. */
export const problemText = (code: string): ProblemText | undefined => texts.get(code);

/** All registered codes. */
export const registeredCodes = (): string[] => [...texts.keys()];

export type Language = 'vi' | 'en';

/** The better liked of the two languages; Vietnamese when the header is absent or likes neither. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'vi', weight: 0 };
  for (const part of (acceptLanguage ?? '').split(',')) {
    const match = /^\s*(vi|en)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part);
    if (!match) continue;
    const weight = Number(match[2] ?? 1);
    if (weight > best.weight) best = { language: match[1]!.toLowerCase() as Language, weight };
  }
  return best.language;
}

/** The text of a code in a language, with its params filled in; the code itself when it is not registered. */
export function textOf(
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text = texts.get(code)?.[language] ?? code;
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

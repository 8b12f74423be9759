import type { UnitRecord } from '#contracts';

/**
 * Records as trees keep them: one copy of each text that many units have (ids of parents, dates, kinds), or that the unit
 * had before (its id, code and name). As an event or the store tells them, every text is one of its own, which takes twice
 * the memory at 250,000 units; an act that changes all of them would double the heap.
 */
export class LeanRecords {
  /** Of parents, days and kinds, so some thousands, which trees have anyway. */
  readonly #texts = new Map<string, string>();

  /** @param before what is known of the unit */
  of(record: UnitRecord, before?: UnitRecord): UnitRecord {
    const { version, voided, successions, duplicateOf } = record;
    const stretches = record.stretches.map(({ from, to, code, name, kind, level, parentId }, at) => {
      const old = before?.stretches[at] ?? before?.stretches.at(-1);
      return {
        from: this.#one(from),
        to: this.#one(to),
        code: code === old?.code ? old.code : code,
        name: name === old?.name ? old.name : name,
        kind: this.#one(kind),
        level: this.#one(level),
        parentId: this.#one(parentId),
      };
    });
    const became = { ...(successions && { successions }), ...(duplicateOf && { duplicateOf }) };
    return { id: before?.id ?? record.id, version, voided, stretches, ...became };
  }

  #one<T extends string | null>(text: T): T {
    if (text === null) return text;
    const first = this.#texts.get(text);
    if (first === undefined) this.#texts.set(text, text);
    return (first ?? text) as T;
  }
}

const WORDS = 4;
export const ID_BYTES = 4 * WORDS;

/** A set of 16-byte ids in one block of memory: a province's quarter has 130,000 people in half a million attendances. */
export class IdSet {
  #slots = 1 << 6;
  #words = new Uint32Array(this.#slots * WORDS);
  #used = new Uint8Array(this.#slots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds every id of a list, packed one after the other. */
  addAll(packed: Uint8Array): void {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    for (let at = 0; at + ID_BYTES <= packed.byteLength; at += ID_BYTES)
      this.#add(view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12));
  }

  #add(a: number, b: number, c: number, d: number): void {
    if (this.#size * 3 >= this.#slots * 2) this.#grow();
    let slot = mixed(a, b, c, d) & (this.#slots - 1);
    while (this.#used[slot]) {
      if (this.#holds(slot * WORDS, a, b, c, d)) return;
      slot = (slot + 1) & (this.#slots - 1);
    }
    this.#used[slot] = 1;
    this.#words.set([a, b, c, d], slot * WORDS);
    this.#size += 1;
  }

  #holds(at: number, a: number, b: number, c: number, d: number): boolean {
    const words = this.#words;
    return words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
  }

  #grow(): void {
    const [words, used] = [this.#words, this.#used];
    this.#slots *= 2;
    this.#words = new Uint32Array(this.#slots * WORDS);
    this.#used = new Uint8Array(this.#slots);
    this.#size = 0;
    for (const [slot, isUsed] of used.entries())
      if (isUsed) {
        const at = slot * WORDS;
        this.#add(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
      }
  }
}

/** Clients may bring ids of their own, which need not be random. */
function mixed(a: number, b: number, c: number, d: number): number {
  let hash = a;
  for (const word of [b, c, d]) hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ word;
  hash = Math.imul(hash ^ (hash >>> 15), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

// Repeatable chance: a number is a function of the seed, of what it is for, and of its place. Nothing is remembered, so that
// any part of a year can be made without what comes before it.

/** 32 well mixed bits of three whole numbers (murmur3's last steps). */
export function mixed(seed, what, at) {
  let bits = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(what + 1, 0xc2b2ae35) ^ at;
  for (const factor of [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]) {
    bits = Math.imul(bits ^ (bits >>> 16), factor);
    bits ^= bits >>> 13;
  }
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number in [0, 1). */
export const chance = (seed, what, at) => mixed(seed, what, at) / 2 ** 32;

const hex = (bits) => bits.toString(16).padStart(8, '0');

/** A UUID without order, as those of facts and units are: ids that grow would be cheaper to insert than real ones. */
export function idOf(seed, what, at) {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => hex(mixed(seed, what * 8 + part, at)));
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
